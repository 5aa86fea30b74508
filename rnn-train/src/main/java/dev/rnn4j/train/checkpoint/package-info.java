/**
 * Runs on disk: everything a trainer needs to resume to the bit. Knows tasks, neither models nor
 * texts.
 *
 * <p>May depend on: {@code core.io}, {@code core.io.json}, {@code core.parameter}, {@code
 * core.tensor}, {@code train.loop}, {@code train.optim}, {@code train.task}.
 */
@NullMarked
package dev.rnn4j.train.checkpoint;

import org.jspecify.annotations.NullMarked;
