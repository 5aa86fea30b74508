/**
 * Shapes over plain {@code float[]}: what every other package passes around. Depends on nothing and
 * does no arithmetic; sums and products live in {@code dev.rnn4j.core.kernel}.
 */
@NullMarked
package dev.rnn4j.core.tensor;

import org.jspecify.annotations.NullMarked;
