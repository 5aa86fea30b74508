package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.report.page.HeatMap;
import dev.rnn4j.cli.report.page.Table;
import dev.rnn4j.cli.task.translate.PairSets.Test;
import dev.rnn4j.cli.task.translate.Scoring.Scores;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.EncoderDecoder;
import dev.rnn4j.core.model.SequenceText;
import dev.rnn4j.core.model.TargetSearch;
import dev.rnn4j.core.model.Translation;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.eval.Bleu;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The result of a training: the tests, and some of what the model writes. */
final class SequenceReport {
  private static final int SAMPLES = 8;
  private static final int MAPS = 2;
  private static final int LONGEST = 400;

  private final PairSets sets;
  private final EncoderDecoder model;
  private final Scoring scoring;

  SequenceReport(PairSets sets, EncoderDecoder model) {
    this.sets = sets;
    this.model = model;
    scoring = new Scoring(Bleu.Words.AS_GIVEN, false, false, TargetSearch.greedy());
  }

  List<Block> print(Workers workers, PrintWriter out) throws IOException {
    List<Block> blocks = new ArrayList<>();
    blocks.add(Block.heading("Results"));
    for (Test test : sets.tests()) {
      List<String> expected = test.pairs().stream().map(Pair::target).toList();
      Scores scores = scoring.of(model, test.pairs(), expected, workers.count());
      out.println(test.name());
      scores.lines().forEach(line -> out.println("  " + line));
      blocks.add(table(test.name(), scores));
    }
    List<Pair> shown = sets.tests().isEmpty() ? sets.train() : sets.tests().getLast().pairs();
    addSamples(shown.subList(0, Math.min(SAMPLES, shown.size())), blocks, out);
    return blocks;
  }

  private static Table table(String name, Scores scores) {
    Table table = new Table(name, "value");
    scores.values().forEach((what, value) -> table.row(what, value(value)));
    return table;
  }

  private static String value(Object value) {
    return value instanceof Double number ? Text.format("%.4f", number) : value.toString();
  }

  private void addSamples(List<Pair> pairs, List<Block> blocks, PrintWriter out) {
    List<Translation> written = scoring.write(model, pairs);
    blocks.add(Block.heading("Samples"));
    for (int i = 0; i < pairs.size(); i++) {
      List<String> lines = sample(pairs.get(i), written.get(i));
      out.println();
      lines.forEach(out::println);
      blocks.add(Block.lines(lines));
    }
    blocks.add(Block.heading("Attention"));
    for (int i = 0; i < Math.min(MAPS, pairs.size()); i++) {
      blocks.add(attention(pairs.get(i), written.get(i)));
    }
  }

  private static List<String> sample(Pair pair, Translation translation) {
    List<String> lines = new ArrayList<>();
    lines.add(VisibleText.of(pair.source(), LONGEST));
    lines.add("  " + VisibleText.of(translation.text(), LONGEST));
    if (!translation.text().equals(pair.target())) {
      lines.add("  (expected: " + VisibleText.of(pair.target(), LONGEST) + ")");
    }
    return lines;
  }

  private Block attention(Pair pair, Translation translation) {
    int steps = translation.alignment().getFirst().size();
    if (steps == 0) {
      return Block.paragraph(pair.source() + " → " + translation.text());
    }
    List<String> outputs = new ArrayList<>(translation.tokens());
    outputs.add("(end)");
    float[][] weights = new float[outputs.size()][steps];
    for (int t = 0; t < weights.length; t++) {
      for (int s = 0; s < steps; s++) {
        weights[t][s] = translation.alignment().get(t).get(s);
      }
    }
    return HeatMap.attention(pair.source(), outputs, inputs(pair, steps), weights);
  }

  private List<String> inputs(Pair pair, int steps) {
    @Nullable SequenceText source = model.source();
    return source == null
        ? IntStream.rangeClosed(1, steps).mapToObj(Integer::toString).toList()
        : source.tokens(pair.source());
  }
}
