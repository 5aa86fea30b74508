package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lines with their translations, as they arrive: two files, of which line n of one belongs to line
 * n of the other, or a table with two columns. A return before a line end is not part of the line.
 */
public final class ParallelText implements Closeable {
  /** Gives the next pair, or null after the last. */
  private interface Pairs extends Closeable {
    @Nullable TextPair next() throws CorpusException;
  }

  private final Pairs pairs;

  private ParallelText(Pairs pairs) {
    this.pairs = pairs;
  }

  /**
   * Opens two texts of as many lines.
   *
   * @param source one sentence a line
   * @param target what they are to become, in the same order
   * @return the pairs
   * @throws CorpusException if one cannot be opened
   */
  public static ParallelText of(TextInput source, TextInput target) throws CorpusException {
    return new ParallelText(new TwoFiles(source, target));
  }

  /**
   * Opens a table of tab-separated cells without a header. Blank lines are left out.
   *
   * @param table its text
   * @param source column of what is read, from 1
   * @param target column of what is to be written, from 1
   * @return the pairs
   * @throws CorpusException if it cannot be opened
   * @throws IllegalArgumentException if a column is less than 1
   */
  public static ParallelText columns(TextInput table, int source, int target)
      throws CorpusException {
    if (source < 1 || target < 1) {
      throw new IllegalArgumentException(
          "columns are counted from 1; there are no columns %d and %d".formatted(source, target));
    }
    return new ParallelText(new Table(table, source - 1, target - 1));
  }

  /**
   * The next pair; waits for it.
   *
   * @return the pair, or null after the last; the first is never null
   * @throws CorpusException if the text cannot be read, see {@link TextInput#read}, one file has
   *     fewer lines than the other, or a row lacks a cell
   */
  public @Nullable TextPair next() throws CorpusException {
    return pairs.next();
  }

  /**
   * Reads all pairs, and closes.
   *
   * @return the pairs, one or more
   * @throws CorpusException as {@link #next}
   */
  public List<TextPair> readAll() throws CorpusException {
    List<TextPair> all = new ArrayList<>();
    try (this) {
      for (TextPair pair = next(); pair != null; pair = next()) {
        all.add(pair);
      }
      return all;
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw new CorpusException("the text could not be closed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    pairs.close();
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static final class TwoFiles implements Pairs {
    private final TextInput source;
    private final TextInput target;
    private final TextLines sources;
    private final TextLines targets;
    private long line;

    TwoFiles(TextInput source, TextInput target) throws CorpusException {
      this.source = source;
      this.target = target;
      sources = source.lines();
      targets = target.lines();
    }

    @Override
    public @Nullable TextPair next() throws CorpusException {
      String one = sources.next();
      String other = targets.next();
      line++;
      if (one != null && other != null) {
        return new TextPair(withoutReturn(one), withoutReturn(other));
      }
      if (one == null && other == null) {
        return null;
      }
      throw new CorpusException(
          "%s has a line %d, but %s ends before it; every line of one must belong to the same line of the other"
              .formatted(one == null ? target : source, line, one == null ? source : target));
    }

    @Override
    public void close() throws IOException {
      try (sources) {
        targets.close();
      }
    }
  }

  private static final class Table implements Pairs {
    private final CsvReader rows;
    private final int source;
    private final int target;
    private int cells = -1;

    Table(TextInput table, int source, int target) throws CorpusException {
      rows = new CsvReader(table, CsvFormat.TSV);
      this.source = source;
      this.target = target;
    }

    @Override
    public @Nullable TextPair next() throws CorpusException {
      CsvReader.Row row = rows.next();
      while (row != null && row.isBlank()) {
        row = rows.next();
      }
      if (row == null) {
        if (cells < 0) {
          throw rows.at(1, "there is nothing but blank lines; give it a row for each pair");
        }
        return null;
      }
      require(row);
      return new TextPair(row.cells().get(source), row.cells().get(target));
    }

    private void require(CsvReader.Row row) throws CorpusException {
      int wanted = Math.max(source, target) + 1;
      int found = row.cells().size();
      if (found < wanted) {
        throw rows.at(
            row.line(),
            "the row has %d of the %d columns asked for; separate its cells by tabs, or name others"
                .formatted(found, wanted));
      }
      if (cells >= 0 && found != cells) {
        throw rows.at(
            row.line(),
            "%d cells here, but %d in the rows before; write empty cells too, and no tab within a cell"
                .formatted(found, cells));
      }
      cells = found;
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }

  /**
   * Pairs divided for training, validation and test.
   *
   * @param train to learn from
   * @param validation to watch progress on
   * @param test to judge the result by
   */
  public record Split(List<TextPair> train, List<TextPair> validation, List<TextPair> test) {}

  /**
   * Divides pairs so that no two parts share a sentence of one side, which collections of
   * translations repeat: what was learned would be tested otherwise.
   *
   * @param pairs to divide; within each part they keep their order
   * @param side by which they are divided, such as {@code TextPair::target}
   * @param heldOut how many different sentences of that side each of validation and test gets
   * @param random decides which
   * @return the parts
   * @throws IllegalArgumentException if nothing would be left to train on
   */
  public static Split split(
      List<TextPair> pairs, Function<TextPair, String> side, int heldOut, RandomSource random) {
    Map<String, Integer> parts = new LinkedHashMap<>();
    pairs.forEach(pair -> parts.put(side.apply(pair), 0));
    if (heldOut < 1 || 2L * heldOut >= parts.size()) {
      throw new IllegalArgumentException(
          "of %d different sentences, twice %d cannot be held out; hold out 1 or more, and fewer"
              .formatted(parts.size(), heldOut));
    }
    List<String> sentences = new ArrayList<>(parts.keySet());
    for (int i = 0; i < 2 * heldOut; i++) {
      Collections.swap(sentences, i, i + random.nextInt(sentences.size() - i));
      parts.put(sentences.get(i), i < heldOut ? 1 : 2);
    }
    List<List<TextPair>> divided = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    pairs.forEach(pair -> divided.get(parts.getOrDefault(side.apply(pair), 0)).add(pair));
    return new Split(divided.get(0), divided.get(1), divided.get(2));
  }
}
