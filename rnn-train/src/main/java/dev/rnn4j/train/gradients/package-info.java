/**
 * How gradients travel through time: their norms against the distance, how fast they decay, and
 * what predicts it ({@link dev.rnn4j.train.gradients.GradientFlow}); for language models, and for
 * networks of the problems that need a long memory ({@link dev.rnn4j.train.gradients.MemoryTask}).
 * It reports what is measured and judges nothing.
 *
 * <p>May depend on: {@code core.cell}, {@code core.head}, {@code core.kernel}, {@code core.layer},
 * {@code core.model}, {@code core.parameter}, {@code core.random}, {@code core.tensor}, {@code
 * train.data}, {@code train.task}.
 */
@NullMarked
package dev.rnn4j.train.gradients;

import org.jspecify.annotations.NullMarked;
