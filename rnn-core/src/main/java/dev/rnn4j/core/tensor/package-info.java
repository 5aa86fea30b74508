/**
 * Shapes over plain {@code float[]}: what every other package passes around. Does no arithmetic;
 * sums and products live in {@code core.kernel}.
 *
 * <p>May depend on: nothing.
 */
@NullMarked
package dev.rnn4j.core.tensor;

import org.jspecify.annotations.NullMarked;
