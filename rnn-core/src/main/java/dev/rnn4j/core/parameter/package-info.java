/**
 * Named parameters of a model: where each stands in one flat array, the values, and how they are
 * drawn before training. Knows no model: every part declares its own.
 */
@NullMarked
package dev.rnn4j.core.parameter;

import org.jspecify.annotations.NullMarked;
