/**
 * The loops over batches and epochs: options, trainer, and what it reports. May depend on every
 * other package of rnn-train but {@code checkpoint}, which writes its state to disk.
 */
@NullMarked
package dev.rnn4j.train.loop;

import org.jspecify.annotations.NullMarked;
