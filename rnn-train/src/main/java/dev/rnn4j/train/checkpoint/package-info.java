/**
 * Runs on disk: everything a trainer needs to resume to the bit.
 *
 * <p>May depend on: {@code core.io}, {@code core.io.json}, {@code core.layer}, {@code core.model},
 * {@code core.parameter}, {@code core.tensor}, {@code core.text}, {@code train.data}, {@code
 * train.loop}, {@code train.optim}.
 */
@NullMarked
package dev.rnn4j.train.checkpoint;

import org.jspecify.annotations.NullMarked;
