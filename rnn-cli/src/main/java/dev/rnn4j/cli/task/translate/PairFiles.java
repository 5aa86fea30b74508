package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.ParallelText;
import dev.rnn4j.train.data.TextLines;
import dev.rnn4j.train.data.TextPair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads pairs from a table, or from two files of as many lines. */
final class PairFiles {
  private PairFiles() {}

  /**
   * The value of {@code --columns}.
   *
   * @param source from 1
   * @param target from 1
   */
  record Columns(int source, int target) {
    static final Columns USUAL = new Columns(1, 2);

    /** Reads {@code 2,1}. */
    static final class Converter implements ITypeConverter<Columns> {
      @Override
      public Columns convert(String text) {
        if (!text.matches("[1-9]\\d{0,5},[1-9]\\d{0,5}")) {
          throw new TypeConversionException(
              "must be two columns counted from 1, of what is read and what is written, as in 2,1,"
                  + " not \""
                  + text
                  + "\"");
        }
        int comma = text.indexOf(',');
        return new Columns(
            Integer.parseInt(text.substring(0, comma)),
            Integer.parseInt(text.substring(comma + 1)));
      }
    }
  }

  static List<TextPair> table(String file, @Nullable Columns columns, StandardInput input)
      throws CorpusException {
    Columns chosen = columns == null ? Columns.USUAL : columns;
    return ParallelText.columns(input.text(file), chosen.source(), chosen.target()).readAll();
  }

  static List<TextPair> twoFiles(String source, String target, StandardInput input)
      throws CorpusException {
    return ParallelText.of(input.text(source), input.text(target)).readAll();
  }

  static List<Pair> pairs(List<TextPair> texts) {
    return texts.stream().map(Pair::of).toList();
  }

  static List<String> lines(String file, StandardInput input) throws CorpusException {
    List<String> lines = new ArrayList<>();
    try (TextLines text = input.text(file).lines()) {
      for (String line = text.next(); line != null; line = text.next()) {
        lines.add(line);
      }
      return lines;
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw new CorpusException(file + ": " + e.getMessage(), e);
    }
  }
}
