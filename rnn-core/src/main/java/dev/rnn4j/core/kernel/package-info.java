/**
 * The arithmetic behind everything: {@link dev.rnn4j.core.kernel.Kernels} in coarse operations, its
 * readable reference {@link dev.rnn4j.core.kernel.ScalarKernels}, the choice between
 * implementations, and the threads that share an operation out. The formulas of one time step stand
 * here, because they are computed for a whole batch at once; which step they belong to is the
 * business of {@code core.cell}. Knows matrices, and nothing of cells, layers or models.
 *
 * <p>May depend on: {@code core.tensor}.
 */
@NullMarked
package dev.rnn4j.core.kernel;

import org.jspecify.annotations.NullMarked;
