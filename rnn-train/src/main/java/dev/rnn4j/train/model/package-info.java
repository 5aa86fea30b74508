/**
 * The tasks of the models of {@code core.model}: what makes of such a model something that {@code
 * train.loop} can train, that a checkpoint can hold, and whose memory is known beforehand. Nothing
 * of rnn-train depends on it.
 *
 * <p>May depend on: {@code core}, {@code train}.
 */
@NullMarked
package dev.rnn4j.train.model;

import org.jspecify.annotations.NullMarked;
