package dev.rnn4j.cli.task;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.StopSignal;

/**
 * What a command shares with the process it runs in.
 *
 * @param stop asks it to end
 * @param input standard input
 */
public record Surroundings(StopSignal stop, StandardInput input) {}
