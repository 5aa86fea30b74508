/**
 * Text: vocabularies, text to token ids and back, and how text from outside is shown to people.
 * Reads no files.
 *
 * <p>May depend on: nothing.
 */
@NullMarked
package dev.rnn4j.core.text;

import org.jspecify.annotations.NullMarked;
