/**
 * Strict JSON, for what this project writes into the metadata of its files. Exported to the modules
 * of this project only: an application has a JSON library of its own.
 *
 * <p>A text may come from anywhere, so nesting, values and memory are bounded. No regular
 * expressions, streams or formatted strings, because reading a model is part of the start of a
 * command.
 *
 * <p>May depend on: {@code core.text}.
 */
@NullMarked
package dev.rnn4j.core.io.json;

import org.jspecify.annotations.NullMarked;
