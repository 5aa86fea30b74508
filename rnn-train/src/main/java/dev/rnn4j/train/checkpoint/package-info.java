/**
 * Trainings on disk: everything a trainer needs to resume, to the bit. Knows tasks, neither models
 * nor texts. May depend on {@code train.loop}, {@code train.optim} and {@code train.task}, and of
 * core on {@code io}, {@code parameter} and {@code tensor}.
 */
@NullMarked
package dev.rnn4j.train.checkpoint;

import org.jspecify.annotations.NullMarked;
