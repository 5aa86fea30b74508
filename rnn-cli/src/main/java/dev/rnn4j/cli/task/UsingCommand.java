package dev.rnn4j.cli.task;

import dev.rnn4j.cli.io.FailingLast;
import dev.rnn4j.cli.io.OrderedWork;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Terminal;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.ModelOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that uses a model on whatever is read, piece by piece: {@code rnn tag} and its like.
 * Results come in the order of the input, from all processors, in memory that does not grow. On a
 * terminal every piece is answered at once.
 *
 * @param <T> a piece of input, such as a sentence
 */
public abstract class UsingCommand<T> implements Callable<Integer> {
  private static final int CHUNK = 64;

  /** This command. */
  @Spec protected CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = ModelOption.DESCRIPTION)
  private Path model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "What to read, UTF-8, plain or gzip (default: -, standard input).")
  private String data;

  /** What every command takes that computes. */
  @Mixin protected CommonOptions common;

  private final Surroundings surroundings;

  /**
   * A command that has not been given its options.
   *
   * @param surroundings what it shares with the process
   */
  protected UsingCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Loads the model and opens the input.
   *
   * @param file the model
   * @param input standard input, or the file that was given in its place
   * @param argument the name it was given by
   * @return what reads, works and is closed at the end
   */
  protected abstract Use<T> open(Path file, StandardInput input, String argument)
      throws IOException;

  /**
   * A model in use.
   *
   * @param <T> a piece of input
   */
  public interface Use<T> extends OrderedWork.Source<T>, AutoCloseable {
    /**
     * Answers some pieces; called by any thread.
     *
     * @param pieces one or more
     * @return the text to print, with all line ends
     */
    String answer(List<T> pieces) throws IOException;

    /** Says what is to be said after all of it, and closes the input. */
    @Override
    void close() throws IOException;
  }

  @Override
  public final Integer call() throws IOException {
    common.check();
    boolean terminal = StandardInput.is(data) && Terminal.isPresent();
    PrintWriter out = spec.commandLine().getOut();
    try (Use<T> use = open(model, surroundings.input(), data)) {
      if (terminal) {
        note("reading from the terminal; Ctrl-D ends");
      }
      FailingLast<T> source = new FailingLast<>(use);
      OrderedWork.run(
          source,
          terminal ? 1 : CHUNK,
          terminal ? 1 : common.threads(),
          use::answer,
          text -> {
            out.print(text);
            return !out.checkError(); // nobody reads any more, as after head -1
          });
      if (!out.checkError()) {
        source.rethrow();
      }
    }
    return ExitCode.OK;
  }

  /** Says something that is easily overlooked. */
  protected void note(String text) {
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().println("note: " + text);
    spec.commandLine().getErr().flush();
  }
}
