/**
 * From text to windows of token ids: reading and checking texts ({@link
 * dev.rnn4j.train.data.TextInput}), vocabularies by frequency, corpora, and the batches truncated
 * back-propagation runs through ({@link dev.rnn4j.train.data.StreamBatches}); and tables ({@link
 * dev.rnn4j.train.data.CsvReader}) and the series of numbers in them; lines with their translations
 * ({@link dev.rnn4j.train.data.ParallelText}), and examples that are generated. It exists so that
 * everything about a text is decided, and refused with a clear message, before a model sees a
 * number. How text is cut into tokens is the business of {@code core.text}.
 *
 * <p>May depend on: {@code core.model}, {@code core.random}, {@code core.tensor}, {@code
 * core.text}.
 */
@NullMarked
package dev.rnn4j.train.data;

import org.jspecify.annotations.NullMarked;
