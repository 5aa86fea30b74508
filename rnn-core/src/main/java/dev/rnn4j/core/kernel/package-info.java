/**
 * The arithmetic behind everything: {@link dev.rnn4j.core.kernel.Kernels} in coarse operations, its
 * readable reference {@link dev.rnn4j.core.kernel.ScalarKernels}, the choice between
 * implementations, and the threads that share an operation out. Knows matrices, and nothing of
 * cells, layers or models. May depend on {@code core.tensor} only.
 */
@NullMarked
package dev.rnn4j.core.kernel;

import org.jspecify.annotations.NullMarked;
