/**
 * How parameters move: optimisers, learning-rate schedules and gradient clipping. Knows flat arrays
 * of parameters and gradients, not models.
 *
 * <p>May depend on: {@code core.kernel}.
 */
@NullMarked
package dev.rnn4j.train.optim;

import org.jspecify.annotations.NullMarked;
