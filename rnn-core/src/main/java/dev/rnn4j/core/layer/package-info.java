/**
 * Inputs, recurrent layers and stacks of them: the loops over time, the large products before and
 * after them, and the buffers they fill. Knows neither models nor files.
 *
 * <p>May depend on: {@code core.cell}, {@code core.kernel}, {@code core.parameter}, {@code
 * core.random}, {@code core.tensor}.
 */
@NullMarked
package dev.rnn4j.core.layer;

import org.jspecify.annotations.NullMarked;
