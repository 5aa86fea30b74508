/**
 * The mathematics of one time step, forward and backward side by side. Knows kernels and matrices;
 * the loop over time is the business of {@code core.layer}.
 */
@NullMarked
package dev.rnn4j.core.cell;

import org.jspecify.annotations.NullMarked;
