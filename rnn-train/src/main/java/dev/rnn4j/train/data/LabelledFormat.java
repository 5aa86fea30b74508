package dev.rnn4j.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How texts and their labels stand in a file. */
public sealed interface LabelledFormat {
  /**
   * Reads a whole file.
   *
   * @param input its text
   * @return its labelled texts, in its order, one or more
   * @throws CorpusException if it cannot be read or is not of this format, naming the line
   */
  default List<LabelledText> read(TextInput input) throws CorpusException {
    return read(input, _ -> {});
  }

  /**
   * Reads a whole file whose labels must be known.
   *
   * @param input its text
   * @param known throws an {@link IllegalArgumentException} for a label that is not
   * @return its labelled texts, in its order, one or more
   * @throws CorpusException if it cannot be read, is not of this format or has another label,
   *     naming the line
   */
  default List<LabelledText> read(TextInput input, Consumer<String> known) throws CorpusException {
    List<LabelledText> texts = new ArrayList<>();
    try (Reader reader = open(input)) {
      for (LabelledText next = reader.next(); next != null; next = reader.next()) {
        requireKnown(next.label(), known, reader);
        texts.add(next);
      }
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw TextStream.unreadable(input.toString(), e);
    }
    if (texts.isEmpty()) {
      throw new CorpusException(input + " has no texts; give at least one, with its label");
    }
    return texts;
  }

  private static void requireKnown(String label, Consumer<String> known, Reader reader)
      throws CorpusException {
    if (label.isEmpty()) {
      throw reader.at("the label is empty; give the text one");
    }
    try {
      known.accept(label);
    } catch (IllegalArgumentException e) {
      throw reader.at("the label " + e.getMessage() + "; correct it, or leave the text out");
    }
  }

  /**
   * Opens a file.
   *
   * @param input its text
   * @return its labelled texts, as they arrive
   * @throws CorpusException if it cannot be opened
   */
  Reader open(TextInput input) throws CorpusException;

  /** Reads labelled texts one after the other. */
  interface Reader extends AutoCloseable {
    /**
     * The next text.
     *
     * @return it, without white space around it; null after the last
     * @throws CorpusException if the input cannot be read up to its end
     */
    @Nullable LabelledText next() throws CorpusException;

    /**
     * What is wrong with what was read last.
     *
     * @param problem and its remedy
     * @return to be thrown
     */
    CorpusException at(String problem);

    @Override
    void close() throws IOException;
  }

  /**
   * A table with a row for each text.
   *
   * @param format how it is written
   * @param text the column of the texts
   * @param label the column of the labels
   */
  record Table(CsvFormat format, Column text, Column label) implements LabelledFormat {
    @Override
    public Reader open(TextInput input) throws CorpusException {
      return new Rows(new ColumnReader(input, format, List.of(text, label)));
    }

    private record Rows(ColumnReader rows) implements Reader {
      @Override
      public @Nullable LabelledText next() throws CorpusException {
        List<String> cells = rows.next();
        return cells == null ? null : new LabelledText(cells.get(0).strip(), cells.get(1).strip());
      }

      @Override
      public CorpusException at(String problem) {
        return rows.at(problem);
      }

      @Override
      public void close() throws IOException {
        rows.close();
      }
    }
  }

  /** A line for each text: its label, white space, and the text. Blank lines are left out. */
  record Lines() implements LabelledFormat {
    @Override
    public Reader open(TextInput input) throws CorpusException {
      return new LabelledLines(
          input,
          line -> {
            String[] parts = line.split("\\s+", 2);
            return new LabelledText(parts.length == 2 ? parts[1] : "", parts[0]);
          });
    }
  }

  /**
   * A line for each text, all of them of one class. Blank lines are left out.
   *
   * @param label of them
   */
  record OneClass(String label) implements LabelledFormat {
    @Override
    public Reader open(TextInput input) throws CorpusException {
      return new LabelledLines(input, line -> new LabelledText(line, label));
    }
  }
}
