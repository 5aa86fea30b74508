package dev.rnn4j.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How texts and their labels stand in a file. */
public sealed interface LabelledFormat {
  /**
   * Reads a whole file.
   *
   * @param input its text
   * @return its labelled texts, in its order, one or more
   * @throws CorpusException if it cannot be read or is not of this format, naming the line
   */
  List<LabelledText> read(TextInput input) throws CorpusException;

  /**
   * A table with a row for each text.
   *
   * @param format how it is written
   * @param text the column of the texts
   * @param label the column of the labels
   */
  record Table(CsvFormat format, Column text, Column label) implements LabelledFormat {
    @Override
    public List<LabelledText> read(TextInput input) throws CorpusException {
      List<LabelledText> texts = new ArrayList<>();
      try (ColumnReader rows = new ColumnReader(input, format, List.of(text, label))) {
        for (List<String> cells = rows.next(); cells != null; cells = rows.next()) {
          String name = cells.get(1).strip();
          if (name.isEmpty()) {
            throw rows.at("the label in column " + label.name() + " is empty; give the text one");
          }
          texts.add(new LabelledText(cells.get(0).strip(), name));
        }
      } catch (CorpusException e) {
        throw e;
      } catch (IOException e) {
        throw TextStream.unreadable(input.toString(), e);
      }
      return some(texts, input);
    }
  }

  /** A line for each text: its label, white space, and the text. */
  record Lines() implements LabelledFormat {
    @Override
    public List<LabelledText> read(TextInput input) throws CorpusException {
      List<LabelledText> texts = new ArrayList<>();
      for (String line : lines(input)) {
        String[] parts = line.split("\\s+", 2);
        texts.add(new LabelledText(parts.length == 2 ? parts[1] : "", parts[0]));
      }
      return some(texts, input);
    }
  }

  /**
   * A line for each text, all of them of one class.
   *
   * @param label of them
   */
  record OneClass(String label) implements LabelledFormat {
    @Override
    public List<LabelledText> read(TextInput input) throws CorpusException {
      List<LabelledText> texts =
          lines(input).stream().map(line -> new LabelledText(line, label)).toList();
      return some(texts, input);
    }
  }

  /** Without blank ones, and without white space around them. */
  private static List<String> lines(TextInput input) throws CorpusException {
    List<String> lines = new ArrayList<>();
    try (TextLines in = input.lines()) {
      for (String line = in.next(); line != null; line = in.next()) {
        if (!line.isBlank()) {
          lines.add(line.strip());
        }
      }
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw TextStream.unreadable(input.toString(), e);
    }
    return lines;
  }

  private static List<LabelledText> some(List<LabelledText> texts, TextInput input)
      throws CorpusException {
    if (texts.isEmpty()) {
      throw new CorpusException(input + " has no texts; give at least one, with its label");
    }
    return texts;
  }
}
