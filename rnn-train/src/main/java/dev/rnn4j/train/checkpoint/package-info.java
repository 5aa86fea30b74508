/**
 * Runs on disk: everything a trainer needs to go on to the bit. May depend on {@code train.loop}
 * and {@code core.io}.
 */
@NullMarked
package dev.rnn4j.train.checkpoint;

import org.jspecify.annotations.NullMarked;
