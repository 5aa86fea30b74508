package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.report.page.HeatMap;
import dev.rnn4j.cli.report.page.Table;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.eval.Classifications;
import dev.rnn4j.train.eval.Confusion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A measurement of a classifier as people and programs read it.
 *
 * @param noun what was classified, such as "text"
 * @param result what was measured
 * @param majority what the most frequent class alone gives
 */
public record ConfusionReport(String noun, Classifications.Result result, Confusion majority) {
  private static final int WIDTH = 24;

  /** Classes of which the whole matrix fits a terminal. */
  private static final int MATRIX = 10;

  private Confusion confusion() {
    return result.confusion();
  }

  private Labels labels() {
    return confusion().labels();
  }

  private String title() {
    return "test on " + Text.count(confusion().total(), noun);
  }

  private Map<String, String> measures() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("most frequent class", percent(majority.accuracy()));
    rows.put("accuracy", percent(confusion().accuracy()));
    rows.put("macro F1", percent(confusion().macroF1()));
    rows.put("loss", Text.format("%.4f", result.loss()));
    return rows;
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(title()));
    measures().forEach((name, value) -> lines.add(Text.format("  %-22s %10s", name, value)));
    lines.add(
        Text.format(
            "  %-24s %7s %9s %7s %7s  %s",
            "class", noun + "s", "precision", "recall", "F1", "most often taken for"));
    for (int k = 0; k < labels().size(); k++) {
      lines.add(
          Text.format(
              "  %-24s %,7d %9s %7s %7s  %s",
              shown(k),
              confusion().occurrences(k),
              percent(confusion().precision(k)),
              percent(confusion().recall(k)),
              percent(confusion().f1(k)),
              mistake(k)));
    }
    if (labels().size() <= MATRIX) {
      lines.addAll(matrix());
    }
    return lines;
  }

  private List<String> matrix() {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder(Text.format("  %-24s", "true \\ predicted"));
    for (int k = 0; k < labels().size(); k++) {
      head.append(Text.format(" %8s", VisibleText.of(labels().name(k), 8)));
    }
    lines.add(head.toString());
    for (int k = 0; k < labels().size(); k++) {
      StringBuilder row = new StringBuilder(Text.format("  %-24s", shown(k)));
      for (int p = 0; p < labels().size(); p++) {
        row.append(Text.format(" %,8d", confusion().count(k, p)));
      }
      lines.add(row.toString());
    }
    return lines;
  }

  private String mistake(int k) {
    int most = -1;
    for (int p = 0; p < labels().size(); p++) {
      boolean more = most < 0 || confusion().count(k, p) > confusion().count(k, most);
      most = p != k && more ? p : most;
    }
    long count = most < 0 ? 0 : confusion().count(k, most);
    return count == 0 ? "" : Text.format("%s (%,d)", shown(most), count);
  }

  private String shown(int k) {
    return VisibleText.of(labels().name(k), WIDTH);
  }

  private static String percent(double share) {
    return Text.format("%.2f%%", 100 * share);
  }

  /** The same as parts of a page. */
  public List<Block> blocks() {
    Table table =
        new Table("class", noun + "s", "precision", "recall", "F1", "most often taken for");
    long[][] counts = counts();
    for (int k = 0; k < labels().size(); k++) {
      table.row(
          shown(k),
          Long.toString(confusion().occurrences(k)),
          percent(confusion().precision(k)),
          percent(confusion().recall(k)),
          percent(confusion().f1(k)),
          mistake(k));
    }
    return List.of(
        Block.heading(title()),
        Block.values(measures()),
        table,
        HeatMap.confusion("true and predicted classes", labels().names(), counts));
  }

  private long[][] counts() {
    long[][] counts = new long[labels().size()][labels().size()];
    for (int k = 0; k < counts.length; k++) {
      for (int p = 0; p < counts.length; p++) {
        counts[k][p] = confusion().count(k, p);
      }
    }
    return counts;
  }

  /** For programs. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(noun + "s", confusion().total());
    values.put("accuracy", confusion().accuracy());
    values.put("macro_f1", confusion().macroF1());
    values.put("loss", result.loss());
    values.put("most_frequent_class", majority.accuracy());
    Map<String, Object> f1 = new LinkedHashMap<>();
    for (int k = 0; k < labels().size(); k++) {
      f1.put(labels().name(k), confusion().f1(k));
    }
    values.put("f1", f1);
    values.put("labels", labels().names());
    values.put("confusion", counts());
    return values;
  }
}
