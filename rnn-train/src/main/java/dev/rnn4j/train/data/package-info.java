/**
 * From text to windows of token ids: reading and checking texts ({@link
 * dev.rnn4j.train.data.TextInput}), vocabularies by frequency, corpora, and the batches truncated
 * back-propagation runs through ({@link dev.rnn4j.train.data.StreamBatches}). It exists so that
 * everything about text is decided, and refused with a clear message, before a model sees a number.
 * May depend on {@code core.model} (the vocabulary), {@code core.text} and {@code core.random};
 * knows nothing of layers, kernels or training loops.
 */
@NullMarked
package dev.rnn4j.train.data;

import org.jspecify.annotations.NullMarked;
