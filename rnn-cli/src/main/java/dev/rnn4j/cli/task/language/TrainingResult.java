package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.eval.NgramModel;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said after a training. */
public final class TrainingResult {
  private static final int NAMES = 10;
  private static final String INVENTED = "names it invented";

  private final TrainingPlan plan;
  private final LanguageModel best;
  private final Workers workers;

  public TrainingResult(TrainingPlan plan, LanguageModel best, Workers workers) {
    this.plan = plan;
    this.best = best;
    this.workers = workers;
  }

  /** Prints it, and returns it as a part of a page. */
  List<Block> print(PrintWriter out) {
    List<Block> blocks = new ArrayList<>();
    if (plan.data().test().size() > 0) {
      String title = Text.format("test perplexity on %,d tokens", plan.data().test().size());
      Map<String, String> rows = test();
      out.println(title);
      rows.forEach((name, value) -> out.println(Text.format("  %-22s %10s", name, value)));
      blocks.addAll(List.of(Block.heading(title), Block.values(rows)));
    }
    if (plan.source().isBuiltin()) {
      List<String> names = NameInventor.invent(best, NAMES, plan.options().seed());
      out.println(INVENTED);
      names.forEach(name -> out.println("  " + name));
      blocks.addAll(List.of(Block.heading(INVENTED), Block.lines(names)));
    }
    return blocks;
  }

  private Map<String, String> test() {
    Corpus train = plan.data().train();
    int[] test = plan.data().test().ids();
    double perplexity =
        new Evaluator(best, workers, plan.modelOptions().batching().cut()).evaluate(test).value();
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("unigram", Text.perplexity(NgramModel.unigram(train).perplexity(test)));
    rows.put(
        "trigram (Kneser-Ney)", Text.perplexity(NgramModel.kneserNey(train, 3).perplexity(test)));
    rows.put(plan.ngram().title(), Text.perplexity(plan.ngram().of(train).perplexity(test)));
    rows.put("this model", Text.perplexity(perplexity));
    return rows;
  }
}
