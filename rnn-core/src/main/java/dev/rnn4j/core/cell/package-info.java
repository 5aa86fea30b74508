/**
 * Kinds of cell, one file each: the parameters of one, its buffers, and one time step forward and
 * backward side by side. The arithmetic of a step is an operation of {@code core.kernel}; the loop
 * over time is the business of {@code core.layer}.
 *
 * <p>May depend on: {@code core.kernel}, {@code core.parameter}, {@code core.random}, {@code
 * core.tensor}.
 */
@NullMarked
package dev.rnn4j.core.cell;

import org.jspecify.annotations.NullMarked;
