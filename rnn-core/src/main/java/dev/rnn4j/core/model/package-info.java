/**
 * Models: their configuration, parameters, gradients, and the sessions through which applications
 * use them. May depend on every other package of core; contains no training loop.
 */
@NullMarked
package dev.rnn4j.core.model;

import org.jspecify.annotations.NullMarked;
