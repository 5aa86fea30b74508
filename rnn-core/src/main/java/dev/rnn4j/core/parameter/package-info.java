/**
 * Named parameters of a model: where each stands in one flat array, the values, and how they are
 * drawn before training. Knows no model: every part declares its own.
 *
 * <p>May depend on: {@code core.kernel}, {@code core.tensor}.
 */
@NullMarked
package dev.rnn4j.core.parameter;

import org.jspecify.annotations.NullMarked;
