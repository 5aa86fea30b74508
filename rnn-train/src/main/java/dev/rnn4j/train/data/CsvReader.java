package dev.rnn4j.train.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, as they arrive, in memory that does not grow with their number. The first
 * row may be read as the names of the columns ({@link #header}); every row after it must then have
 * as many cells. Rows end at {@code "\n"} or {@code "\r\n"}. What a cell means is the caller's
 * business: nothing is trimmed.
 */
public final class CsvReader implements Closeable {
  private static final int SHOWN_NAMES = 20;

  private final String name;
  private final CsvFormat format;
  private final TextLines lines;
  private String text = "";
  private int at;
  private long line;
  private @Nullable Row header;

  /**
   * A row.
   *
   * @param line where it begins, from 1
   * @param cells one or more
   */
  public record Row(long line, List<String> cells) {
    /** Copies the cells. */
    public Row {
      cells = List.copyOf(cells);
    }

    /** {@return whether nothing stands in the line} */
    public boolean isBlank() {
      return cells.size() == 1 && cells.getFirst().isBlank();
    }
  }

  /**
   * Opens a table.
   *
   * @param input its text
   * @param format how it is written
   * @throws CorpusException if the text cannot be opened
   */
  public CsvReader(TextInput input, CsvFormat format) throws CorpusException {
    name = input.toString();
    this.format = format;
    lines = input.lines();
  }

  /**
   * Reads the next row as the names of the columns.
   *
   * @return the names, all different
   * @throws CorpusException if there is none, two columns have the same name, or as for {@link
   *     #next}
   */
  public List<String> header() throws CorpusException {
    Row row = next();
    if (row == null) {
      throw new CorpusException(name + " has no row with the names of the columns; add one");
    }
    Set<String> seen = new HashSet<>();
    for (String column : row.cells()) {
      if (!seen.add(column)) {
        throw at(row.line(), "two columns are named '" + column + "'; rename one of them");
      }
    }
    header = row;
    return row.cells();
  }

  /**
   * Where a column stands, after {@link #header}.
   *
   * @param column its name
   * @return the index of its cell in every row
   * @throws CorpusException if there is no such column
   */
  public int column(String column) throws CorpusException {
    List<String> names = columns();
    int index = names.indexOf(column);
    if (index < 0) {
      String more = names.size() > SHOWN_NAMES ? ", …" : "";
      throw new CorpusException(
          "%s has no column '%s'; name one of its columns: %s%s"
              .formatted(
                  name,
                  column,
                  String.join(", ", names.subList(0, Math.min(names.size(), SHOWN_NAMES))),
                  more));
    }
    return index;
  }

  /** {@return how many columns there are, after {@link #header}} */
  public int width() {
    return columns().size();
  }

  private List<String> columns() {
    if (header == null) {
      throw new IllegalStateException("read the header before asking for a column");
    }
    return header.cells();
  }

  /**
   * The next row; waits for it.
   *
   * @return the row, or null after the last; a blank line is a row of one empty cell, and allowed
   *     after any header
   * @throws CorpusException if the text cannot be read, a quote is not closed or followed by more
   *     than a separator, or the row has not as many cells as the header
   */
  public @Nullable Row next() throws CorpusException {
    if (!nextLine()) {
      return null;
    }
    long begin = line;
    Row row = new Row(begin, cells());
    if (header != null && !row.isBlank() && row.cells().size() != header.cells().size()) {
      throw at(
          row.line(),
          "%s here, but %d columns in the header; %s"
              .formatted(counted(row.cells().size()), header.cells().size(), raggedAdvice()));
    }
    return row;
  }

  private boolean nextLine() throws CorpusException {
    String next = lines.next();
    if (next != null) {
      text = next;
      line++;
    }
    return next != null;
  }

  private static String counted(int cells) {
    return cells == 1 ? "1 cell" : cells + " cells";
  }

  private String raggedAdvice() {
    return format.quoted()
        ? "write empty cells too, and put cells with a separator in quotes"
        : "write empty cells too, and no separator within a cell";
  }

  /** Cuts the current line, and those that cells in quotes run over. */
  private List<String> cells() throws CorpusException {
    List<String> cells = new ArrayList<>(header == null ? 8 : header.cells().size());
    at = 0;
    do {
      boolean quote = format.quoted() && at < text.length() && text.charAt(at) == '"';
      cells.add(quote ? quotedCell() : plainCell());
    } while (at++ < end()); // over the separator
    return cells;
  }

  /** Of the current line, without a return before the line end. */
  private int end() {
    return text.endsWith("\r") ? text.length() - 1 : text.length();
  }

  private String plainCell() {
    int from = at;
    int separator = text.indexOf(format.separator(), from);
    at = separator < 0 ? end() : separator;
    return text.substring(from, at);
  }

  private String quotedCell() throws CorpusException {
    long opened = line;
    StringBuilder cell = new StringBuilder();
    at++;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        cell.append(text, at, text.length()).append('\n');
        requireNext(opened, cell.length());
      } else if (text.startsWith("\"\"", quote)) {
        cell.append(text, at, quote + 1);
        at = quote + 2;
      } else {
        cell.append(text, at, quote);
        at = quote + 1;
        requireEndOfCell();
        return cell.toString();
      }
    }
  }

  private void requireNext(long opened, int length) throws CorpusException {
    if (length > TextLines.MAX_LENGTH || !nextLine()) {
      throw at(opened, "a quote is opened and not closed; close it, or write \"\" for a quote");
    }
    at = 0;
  }

  private void requireEndOfCell() throws CorpusException {
    if (at < end() && text.charAt(at) != format.separator()) {
      throw at(line, "a closing quote is followed by more text; write \"\" for a quote in quotes");
    }
  }

  /**
   * What is wrong with a line, as all complaints about a table begin.
   *
   * @param line from 1
   * @param problem and its remedy
   * @return to be thrown
   */
  public CorpusException at(long line, String problem) {
    return new CorpusException("%s, line %d: %s".formatted(name, line, problem));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
