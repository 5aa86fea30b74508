/**
 * The loops over batches and epochs: options, trainer, the step, and what is reported. Knows tasks,
 * neither models nor texts.
 *
 * <p>May depend on: {@code core.kernel}, {@code core.parameter}, {@code core.random}, {@code
 * train.optim}, {@code train.task}.
 */
@NullMarked
package dev.rnn4j.train.loop;

import org.jspecify.annotations.NullMarked;
