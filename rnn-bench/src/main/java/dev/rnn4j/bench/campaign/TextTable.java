package dev.rnn4j.bench.campaign;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text whose first row is its head; some columns to the left, the others to the right.
 */
public final class TextTable {
  private final int leftColumns;
  private final List<List<String>> rows = new ArrayList<>();

  /** An empty table with so many columns to the left. */
  public TextTable(int leftColumns) {
    this.leftColumns = leftColumns;
  }

  /** Adds a row with as many cells as the first one. */
  public void row(List<String> cells) {
    if (!rows.isEmpty() && cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.size() + " cells in a table of " + rows.getFirst().size());
    }
    rows.add(List.copyOf(cells));
  }

  /** {@return all lines} */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String format = "%" + (column < leftColumns ? "-" : "") + width(column) + "s  ";
        line.append(Numbers.format(format, row.get(column)));
      }
      lines.add(line.toString().stripTrailing());
    }
    int longest = lines.stream().mapToInt(String::length).max().orElse(0);
    lines.add(1, "-".repeat(longest));
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> Math.max(1, row.get(column).length())).max().orElse(1);
  }
}
