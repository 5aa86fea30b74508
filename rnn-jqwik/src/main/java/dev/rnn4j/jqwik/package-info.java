/**
 * jqwik arbitraries for properties of recurrent networks: shapes where vector code begins and ends,
 * batches of unequal sequences, values up to the extremes, and every kind of cell and language
 * model. For the tests of this project's users as much as for its own.
 *
 * <p>May depend on: {@code rnn-core}, {@code jqwik-api}.
 */
@NullMarked
package dev.rnn4j.jqwik;

import org.jspecify.annotations.NullMarked;
