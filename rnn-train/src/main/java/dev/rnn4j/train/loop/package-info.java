/**
 * The loops over batches and epochs: options, trainer, the step, and what is reported. Knows tasks,
 * neither models nor texts. May depend on {@code train.task} and {@code train.optim}, and of core
 * on {@code kernel}, {@code parameter} and {@code random}.
 */
@NullMarked
package dev.rnn4j.train.loop;

import org.jspecify.annotations.NullMarked;
