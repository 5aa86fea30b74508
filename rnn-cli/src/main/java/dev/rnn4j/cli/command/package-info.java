/** One class per command, and what starts them. May depend on everything; nothing depends on it. */
@NullMarked
package dev.rnn4j.cli.command;

import org.jspecify.annotations.NullMarked;
