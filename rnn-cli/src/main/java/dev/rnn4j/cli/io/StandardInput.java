package dev.rnn4j.cli.io;

import dev.rnn4j.train.data.TextInput;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;

/** Standard input, which every command that reads a text takes for a file if it is named so. */
public final class StandardInput {
  /** The name to give it in messages. */
  public static final String NAME = "standard input";

  private static final Set<String> ARGUMENTS =
      Set.of("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");

  private final InputStream stream;

  public StandardInput(InputStream stream) {
    this.stream = stream;
  }

  /** Whether an argument names standard input rather than a file. */
  public static boolean is(String argument) {
    return ARGUMENTS.contains(argument);
  }

  /** The text that an argument names. */
  public TextInput text(String argument) {
    return is(argument) ? TextInput.stream(NAME, stream) : TextInput.file(Path.of(argument));
  }
}
