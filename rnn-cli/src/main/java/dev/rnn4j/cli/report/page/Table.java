package dev.rnn4j.cli.report.page;

import java.util.ArrayList;
import java.util.List;

/** A table with a row of names; cells that are numbers stand to the right. */
public final class Table implements Block {
  private final List<String> columns;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row, a cell for each column. */
  public Table row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row has " + cells.length + " cells, but the table " + columns.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  @Override
  public void writeTo(Html html) {
    html.open("div", "class", "scroll").open("table", "class", "rows").newline();
    html.open("thead").open("tr");
    for (int c = 0; c < columns.size(); c++) {
      html.element("th", columns.get(c), classOf(isNumeric(c), "scope", "col"));
    }
    html.close().close().newline().open("tbody");
    for (List<String> row : rows) {
      html.open("tr");
      for (String cell : row) {
        html.element("td", cell, classOf(isNumber(cell)));
      }
      html.close().newline();
    }
    html.close().close().close();
  }

  private static String[] classOf(boolean number, String... more) {
    List<String> attributes = new ArrayList<>(List.of(more));
    if (number) {
      attributes.addAll(List.of("class", "number"));
    }
    return attributes.toArray(String[]::new);
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> isNumber(row.get(column)));
  }

  /** Also with a unit, as 12.5% and 3 ms, and where one is missing. */
  private static boolean isNumber(String cell) {
    return cell.equals(Numbers.MISSING)
        || cell.matches("[-+\u2212]?[\\d.,:]+(e-?\\d+)?(%| [a-z/]{1,3})?");
  }
}
