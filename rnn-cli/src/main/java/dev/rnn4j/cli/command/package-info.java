/**
 * One class per command, and what starts them; nothing depends on it.
 *
 * <p>May depend on: {@code cli}, {@code core}, {@code train}, {@code picocli}.
 */
@NullMarked
package dev.rnn4j.cli.command;

import org.jspecify.annotations.NullMarked;
