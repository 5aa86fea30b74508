package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.eval.NgramModel;
import dev.rnn4j.train.eval.Perplexity;
import java.io.PrintWriter;

/** What is said after a training. */
public final class TrainingResult {
  private static final int NAMES = 10;

  private final TrainingPlan plan;
  private final LanguageModel best;
  private final Workers workers;

  public TrainingResult(TrainingPlan plan, LanguageModel best, Workers workers) {
    this.plan = plan;
    this.best = best;
    this.workers = workers;
  }

  void print(PrintWriter out) {
    if (plan.data().test().size() > 0) {
      printTest(out);
    }
    if (plan.source().isBuiltin()) {
      printNames(out);
    }
  }

  private void printTest(PrintWriter out) {
    Corpus train = plan.data().train();
    Corpus test = plan.data().test();
    Perplexity perplexity = new Evaluator(best, workers).evaluate(test.ids());
    out.println(Text.format("test perplexity on %,d tokens", test.size()));
    row(out, "unigram", NgramModel.unigram(train).perplexity(test.ids()));
    row(out, "trigram (Kneser-Ney)", NgramModel.kneserNey(train, 3).perplexity(test.ids()));
    row(out, "this model", perplexity.value());
  }

  private static void row(PrintWriter out, String name, double perplexity) {
    out.println(Text.format("  %-22s %10s", name, Text.perplexity(perplexity)));
  }

  private void printNames(PrintWriter out) {
    out.println("names it invented");
    for (String name : NameInventor.invent(best, NAMES, plan.options().seed())) {
      out.println("  " + name);
    }
  }
}
