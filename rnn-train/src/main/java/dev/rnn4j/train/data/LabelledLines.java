package dev.rnn4j.train.data;

import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Labelled texts of which each is one line; blank lines are left out. */
final class LabelledLines implements LabelledFormat.Reader {
  private final TextInput input;
  private final TextLines lines;
  private final Function<String, LabelledText> cut;
  private long line;

  LabelledLines(TextInput input, Function<String, LabelledText> cut) throws CorpusException {
    this.input = input;
    this.cut = cut;
    lines = input.lines();
  }

  @Override
  public @Nullable LabelledText next() throws CorpusException {
    for (String next = lines.next(); next != null; next = lines.next()) {
      line++;
      if (!next.isBlank()) {
        return cut.apply(next.strip());
      }
    }
    return null;
  }

  @Override
  public CorpusException at(String problem) {
    return new CorpusException("%s, line %d: %s".formatted(input, line, problem));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
