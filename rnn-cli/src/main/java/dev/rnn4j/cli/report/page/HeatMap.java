package dev.rnn4j.cli.report.page;

import java.util.List;

/**
 * A matrix whose cells are the stronger coloured the larger they are. Of a matrix that nobody could
 * look at only the first rows and columns are drawn.
 */
public final class HeatMap implements Block {
  private static final int MAX_LABELS = 100;
  private static final double STRONG = 0.6;

  /** How a cell looks. */
  private record Cell(String text, String title, double shade, boolean wrong) {}

  @FunctionalInterface
  private interface Cells {
    Cell at(int row, int column);
  }

  private final String title;
  private final String corner;
  private final List<String> rows;
  private final List<String> columns;
  private final Cells cells;

  private HeatMap(
      String title, String corner, List<String> rows, List<String> columns, Cells cells) {
    this.title = title;
    this.corner = corner;
    this.rows = List.copyOf(rows);
    this.columns = List.copyOf(columns);
    this.cells = cells;
  }

  /**
   * What was taken for what: a row for each true label, a column for each predicted one, with the
   * counts. A cell is coloured by the square root of its share of the row, so that rare mistakes
   * can be seen; mistakes have a colour of their own.
   */
  public static HeatMap confusion(String title, List<String> labels, long[][] counts) {
    requireShape(counts.length, labels.size(), "rows");
    long[][] kept = new long[counts.length][];
    double[] sums = new double[counts.length];
    for (int r = 0; r < counts.length; r++) {
      requireShape(counts[r].length, labels.size(), "columns");
      kept[r] = counts[r].clone();
      for (long count : counts[r]) {
        sums[r] += (double) count;
      }
    }
    return new HeatMap(
        title,
        "true \\ predicted",
        labels,
        labels,
        (r, c) -> {
          long count = kept[r][c];
          double share = count == 0 ? 0 : (double) count / sums[r];
          String says =
              labels.get(r)
                  + " taken for "
                  + labels.get(c)
                  + ": "
                  + Numbers.of((double) count)
                  + ", ";
          String text = count == 0 ? "" : Numbers.of((double) count);
          return new Cell(text, says + percent(share) + "% of the row", Math.sqrt(share), r != c);
        });
  }

  /**
   * Weights from 0 to 1: a row for each output, a column for each input. Cells of 10% and more show
   * their percentage.
   */
  public static HeatMap attention(
      String title, List<String> outputs, List<String> inputs, float[][] weights) {
    requireShape(weights.length, outputs.size(), "rows");
    float[][] kept = new float[weights.length][];
    for (int r = 0; r < weights.length; r++) {
      requireShape(weights[r].length, inputs.size(), "columns");
      kept[r] = weights[r].clone();
    }
    return new HeatMap(
        title,
        "in percent",
        outputs,
        inputs,
        (r, c) -> {
          float weight = kept[r][c];
          String text = weight >= 0.095 ? percent(weight) : "";
          String says = outputs.get(r) + " from " + inputs.get(c) + ": ";
          boolean missing = !Float.isFinite(weight);
          return missing
              ? new Cell(Numbers.MISSING, says + Numbers.MISSING, 0, false)
              : new Cell(text, says + Numbers.of(weight), weight, false);
        });
  }

  private static void requireShape(int size, int labels, String what) {
    if (size != labels) {
      throw new IllegalArgumentException(size + " " + what + " for " + labels + " labels");
    }
  }

  private static String percent(double share) {
    return Numbers.of(share < 0.01 ? Math.rint(share * 1e4) / 100 : Math.rint(share * 100));
  }

  @Override
  public void writeTo(Html html) {
    int height = Math.min(rows.size(), MAX_LABELS);
    int width = Math.min(columns.size(), MAX_LABELS);
    html.open("figure").element("figcaption", title).open("div", "class", "scroll");
    html.open("table", "class", "heat").open("thead").open("tr");
    html.element("th", corner, "class", "corner");
    for (int c = 0; c < width; c++) {
      html.open("th", "scope", "col").element("span", Labels.of(columns.get(c))).close();
    }
    html.close().close().newline().open("tbody");
    for (int r = 0; r < height; r++) {
      html.open("tr").element("th", Labels.of(rows.get(r)), "scope", "row");
      for (int c = 0; c < width; c++) {
        cell(html, cells.at(r, c));
      }
      html.close().newline();
    }
    html.close().close().close();
    if (height < rows.size() || width < columns.size()) {
      html.element(
          "p",
          "The first %d of %d rows and the first %d of %d columns."
              .formatted(height, rows.size(), width, columns.size()),
          "class",
          "note");
    }
    html.close();
  }

  private static void cell(Html html, Cell cell) {
    String shade = Numbers.share(cell.shade);
    if (cell.text.isEmpty() && shade.equals("0.00")) {
      html.open("td").close();
      return;
    }
    String kind = (cell.wrong ? "v wrong" : "v") + (cell.shade > STRONG ? " strong" : "");
    html.element(
        "td", cell.text, "class", kind, "style", "--v:" + shade, "title", Labels.of(cell.title));
  }
}
