/**
 * The command line: one class per command, shared options as mixins. The only package that prints,
 * exits or asks what the terminal is. May depend on everything; nothing depends on it.
 */
@NullMarked
package dev.rnn4j.cli;

import org.jspecify.annotations.NullMarked;
