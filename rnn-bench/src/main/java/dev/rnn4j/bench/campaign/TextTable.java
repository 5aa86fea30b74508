package dev.rnn4j.bench.campaign;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text: groups of columns with a title over each, the first column to the left, the
 * others to the right.
 */
public final class TextTable {
  private static final String BETWEEN_GROUPS = " | ";
  private static final String BETWEEN_COLUMNS = "  ";

  private record Group(String title, int from, int to) {}

  private final List<Group> groups = new ArrayList<>();
  private final List<String> heads = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds columns on the right, before the first row. */
  public void group(String title, List<String> columns) {
    groups.add(new Group(title, heads.size(), heads.size() + columns.size()));
    heads.addAll(columns);
  }

  /** Adds a row with as many cells as there are columns. */
  public void row(List<String> cells) {
    if (cells.size() != heads.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.size() + " cells in a table of " + heads.size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  /** All lines. */
  public List<String> lines() {
    int[] widths = new int[heads.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = width(column);
    }
    for (Group group : groups) {
      int missing = group.title().length() - width(group, widths);
      widths[group.to() - 1] += Math.max(0, missing);
    }
    List<String> lines = new ArrayList<>();
    lines.add(titles(widths));
    lines.add(line(heads, widths));
    lines.add(rule(widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private int width(int column) {
    int width = heads.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }

  private static int width(Group group, int[] widths) {
    int width = (group.to() - group.from() - 1) * BETWEEN_COLUMNS.length();
    for (int column = group.from(); column < group.to(); column++) {
      width += widths[column];
    }
    return width;
  }

  private String titles(int[] widths) {
    List<String> parts = new ArrayList<>();
    for (Group group : groups) {
      parts.add(padRight(group.title(), width(group, widths)));
    }
    return String.join(BETWEEN_GROUPS, parts).stripTrailing();
  }

  private String rule(int[] widths) {
    List<String> parts = new ArrayList<>();
    for (Group group : groups) {
      parts.add("-".repeat(width(group, widths)));
    }
    return String.join("-+-", parts);
  }

  private String line(List<String> cells, int[] widths) {
    List<String> parts = new ArrayList<>();
    for (Group group : groups) {
      List<String> padded = new ArrayList<>();
      for (int column = group.from(); column < group.to(); column++) {
        String cell = cells.get(column);
        padded.add(column == 0 ? padRight(cell, widths[column]) : padLeft(cell, widths[column]));
      }
      parts.add(String.join(BETWEEN_COLUMNS, padded));
    }
    return String.join(BETWEEN_GROUPS, parts).stripTrailing();
  }

  private static String padRight(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
