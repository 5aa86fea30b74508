/**
 * What the tests of every module share: a double-precision reference of the language model, numeric
 * gradients, the comparison of the two with an engine's, generators of small random models, and
 * where large data sets are found.
 *
 * <p>The reference exists so that no engine is tested against itself. It is written from the
 * equations in {@code docs/derivations} with plain loops over {@code double[]}, shares no
 * arithmetic with {@code rnn-core} and is never made faster.
 *
 * <p>May depend on {@code rnn-core} (the reference on its types only, never on its arithmetic),
 * JUnit and jqwik; never on the vector kernels, the training loop or the command line.
 */
@NullMarked
package dev.rnn4j.testkit;

import org.jspecify.annotations.NullMarked;
