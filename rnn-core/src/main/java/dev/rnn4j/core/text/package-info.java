/**
 * Text: so far, how text from outside is shown to people. Depends on {@code java.base} only, so
 * that every package may use it.
 */
@NullMarked
package dev.rnn4j.core.text;

import org.jspecify.annotations.NullMarked;
