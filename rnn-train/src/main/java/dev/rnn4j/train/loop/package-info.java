/**
 * The loops over batches and epochs: options, trainer, and what it reports.
 *
 * <p>May depend on: {@code core.cell}, {@code core.kernel}, {@code core.layer}, {@code core.model},
 * {@code core.parameter}, {@code core.random}, {@code core.tensor}, {@code core.text}, {@code
 * train.data}, {@code train.eval}, {@code train.optim}.
 */
@NullMarked
package dev.rnn4j.train.loop;

import org.jspecify.annotations.NullMarked;
