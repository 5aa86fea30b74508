package dev.rnn4j.cli.task.tag;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.report.page.HeatMap;
import dev.rnn4j.cli.report.page.Table;
import dev.rnn4j.train.eval.EntityScores;
import dev.rnn4j.train.eval.EntityScores.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the scores of a tagger are shown.
 *
 * @param part what it was measured on, such as "test"
 * @param scores of the tagger
 * @param baseline the scores of the most frequent tag of each word; null if they are not known
 * @param entities whether tags are those of entities
 */
record TaggerReport(
    String part, EntityScores scores, @Nullable EntityScores baseline, boolean entities) {
  private static final String BASELINE = "the most frequent tag of each word";

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(Text.format("%s of %,d words", part, scores.words()));
    lines.add(line("this model", scores));
    for (String type : entities ? scores.types() : List.<String>of()) {
      lines.add(Text.format("    %-35s %s", type, shown(scores.score(type))));
    }
    EntityScores others = baseline;
    if (others != null) {
      lines.add(line(BASELINE, others));
    }
    return lines;
  }

  private String line(String name, EntityScores of) {
    String accuracy = Text.format("accuracy %.2f%%", 100 * of.accuracy());
    return Text.format(
        "  %-37s %s", name, entities ? shown(of.overall()) + ", " + accuracy : accuracy);
  }

  private static String shown(Score score) {
    return Text.format(
        "F1 %6.2f%%, precision %6.2f%%, recall %6.2f%% of %,d entities",
        100 * score.f1(), 100 * score.precision(), 100 * score.recall(), score.there());
  }

  /** For a page. */
  List<Block> blocks(List<String> tags, List<String> samples) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(Block.heading(Text.format("%s of %,d words", part, scores.words())));
    Table table =
        entities
            ? new Table("", "accuracy", "F1", "precision", "recall", "entities")
            : new Table("", "accuracy");
    row(table, "this model", percent(scores.accuracy()), scores.overall());
    for (String type : entities ? scores.types() : List.<String>of()) {
      row(table, type, "", scores.score(type));
    }
    EntityScores others = baseline;
    if (others != null) {
      row(table, BASELINE, percent(others.accuracy()), others.overall());
    }
    blocks.add(table);
    long[][] counts = new long[tags.size()][tags.size()];
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        counts[i][j] = scores.count(tags.get(i), tags.get(j));
      }
    }
    blocks.add(HeatMap.confusion("Tags", tags, counts));
    blocks.add(Block.heading("Samples"));
    blocks.add(Block.lines(samples));
    return blocks;
  }

  private void row(Table table, String name, String accuracy, Score score) {
    if (!entities) {
      table.row(name, accuracy);
      return;
    }
    table.row(
        name,
        accuracy,
        percent(score.f1()),
        percent(score.precision()),
        percent(score.recall()),
        Text.format("%,d", score.there()));
  }

  private static String percent(double share) {
    return Text.format("%.2f%%", 100 * share);
  }

  /** For programs. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("words", scores.words());
    values.put("accuracy", scores.accuracy());
    if (entities) {
      values.putAll(values(scores.overall()));
      Map<String, Object> types = new LinkedHashMap<>();
      scores.types().forEach(type -> types.put(type, values(scores.score(type))));
      values.put("types", types);
    }
    return values;
  }

  private static Map<String, Object> values(Score score) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("precision", score.precision());
    values.put("recall", score.recall());
    values.put("f1", score.f1());
    values.put("correct", score.correct());
    values.put("found", score.found());
    values.put("entities", score.there());
    return values;
  }
}
