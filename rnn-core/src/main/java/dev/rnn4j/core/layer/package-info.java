/**
 * Whole-sequence layers: the loops over time, the large products before and after them, and the
 * buffers they fill. May depend on {@code core.cell}, {@code core.kernel} and {@code core.tensor};
 * knows neither models nor files.
 */
@NullMarked
package dev.rnn4j.core.layer;

import org.jspecify.annotations.NullMarked;
