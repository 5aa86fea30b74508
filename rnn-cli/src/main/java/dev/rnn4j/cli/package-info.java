/**
 * The command line: one class per command, shared options as mixins. The only package that prints,
 * exits or asks what the terminal is; nothing depends on it.
 *
 * <p>May depend on: {@code core}, {@code train}, {@code picocli}, {@code com.fasterxml.jackson}.
 */
@NullMarked
package dev.rnn4j.cli;

import org.jspecify.annotations.NullMarked;
