/**
 * What the tests of every module share: double-precision references of cells, of stacks of layers
 * and of the language model, numeric gradients, the comparison of these with an engine's,
 * generators of small random cases, contracts that hold on any kernels, and where large data sets
 * are found.
 *
 * <p>The references exist so that no engine is tested against itself. They are written from the
 * equations in {@code docs/derivations} with plain loops over {@code double[]}, share no arithmetic
 * with {@code rnn-core} and are never made faster.
 *
 * <p>May depend on {@code rnn-core} (the references on its types only, never on its arithmetic),
 * JUnit and jqwik; never on the vector kernels, the training loop or the command line.
 */
@NullMarked
package dev.rnn4j.testkit;

import org.jspecify.annotations.NullMarked;
