/**
 * The arithmetic behind everything: {@link dev.rnn4j.core.kernel.Kernels} in coarse operations, its
 * readable reference {@link dev.rnn4j.core.kernel.ScalarKernels}, the choice between
 * implementations, and the threads that share an operation out. The formulas of gates and
 * nonlinearities for single elements stand here, in {@link dev.rnn4j.core.kernel.ScalarGates};
 * which products and gates make a time step of a cell stands in {@code core.cell}. Knows matrices,
 * and nothing of cells' parameters, layers or models.
 *
 * <p>May depend on: {@code core.tensor}.
 */
@NullMarked
package dev.rnn4j.core.kernel;

import org.jspecify.annotations.NullMarked;
