/**
 * Seeded randomness: the one generator of the project, and the initialisers that draw from it. A
 * generator always arrives as an argument; nothing here reads a clock.
 *
 * <p>May depend on: {@code core.tensor}.
 */
@NullMarked
package dev.rnn4j.core.random;

import org.jspecify.annotations.NullMarked;
