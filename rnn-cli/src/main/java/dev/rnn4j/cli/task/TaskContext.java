package dev.rnn4j.cli.task;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import java.io.PrintWriter;

/**
 * What a kind of model needs to be trained or evaluated.
 *
 * @param kernels the arithmetic
 * @param workers who compute
 * @param input standard input
 * @param err where notes go
 */
public record TaskContext(
    KernelSelection kernels, Workers workers, StandardInput input, PrintWriter err) {
  /** Says something that is easily overlooked. */
  public void note(String text) {
    err.println("note: " + text);
    err.flush();
  }
}
