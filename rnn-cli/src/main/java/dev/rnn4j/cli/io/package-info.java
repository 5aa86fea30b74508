/**
 * What a process shares with others: standard streams, the terminal, signals, files that are
 * written and their locks, and how numbers and commands are worded.
 *
 * <p>May depend on: {@code core}, {@code train}, {@code picocli}.
 */
@NullMarked
package dev.rnn4j.cli.io;

import org.jspecify.annotations.NullMarked;
