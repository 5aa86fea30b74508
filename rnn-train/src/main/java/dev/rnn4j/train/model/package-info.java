/**
 * The tasks of the models of {@code core.model}: what makes of such a model something that {@code
 * train.loop} can train, that a checkpoint can hold, and whose memory is known beforehand. May
 * depend on all of core and on every other package of rnn-train; nothing of rnn-train depends on
 * it.
 */
@NullMarked
package dev.rnn4j.train.model;

import org.jspecify.annotations.NullMarked;
