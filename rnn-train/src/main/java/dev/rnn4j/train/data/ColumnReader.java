package dev.rnn4j.train.data;

import dev.rnn4j.train.data.CsvReader.Row;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some columns of a table, row by row as they arrive. The first row has the names if a column is
 * named, and is data like the others if all are numbered. Blank lines are left out.
 */
public final class ColumnReader implements Closeable {
  private final CsvReader rows;
  private final int[] indices;
  private final int most;
  private long line;

  /**
   * Opens a table.
   *
   * @param input its text
   * @param format how it is written
   * @param columns those wanted
   * @throws CorpusException if the text cannot be read or there is no such column
   */
  public ColumnReader(TextInput input, CsvFormat format, List<Column> columns)
      throws CorpusException {
    rows = new CsvReader(input, format);
    if (columns.stream().anyMatch(Column::isNamed)) {
      rows.header();
    }
    indices = new int[columns.size()];
    int last = 0;
    for (int i = 0; i < indices.length; i++) {
      Column column = columns.get(i);
      indices[i] = column.isNamed() ? rows.column(column.name()) : column.number() - 1;
      last = Math.max(last, indices[i]);
    }
    most = last;
  }

  /**
   * The cells of the next row.
   *
   * @return one for each column wanted, in that order; null after the last row
   * @throws CorpusException if the text cannot be read up to the end of this row, or it is too
   *     short
   */
  public @Nullable List<String> next() throws CorpusException {
    Row row = rows.next();
    while (row != null && row.isBlank()) {
      row = rows.next();
    }
    if (row == null) {
      return null;
    }
    line = row.line();
    if (row.cells().size() <= most) {
      throw at(
          "there is no column %d, the row has only %d; is this the right format (--format)?"
              .formatted(most + 1, row.cells().size()));
    }
    List<String> cells = new ArrayList<>(indices.length);
    for (int index : indices) {
      cells.add(row.cells().get(index));
    }
    return cells;
  }

  /**
   * What is wrong with the row that was read last.
   *
   * @param problem and its remedy
   * @return to be thrown
   */
  public CorpusException at(String problem) {
    return rows.at(line, problem);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
