package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.MemoryAdvice;
import dev.rnn4j.train.data.TextBatches;
import dev.rnn4j.train.loop.TrainingMemory;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.model.LanguageModelCheckpoint;
import dev.rnn4j.train.model.LanguageModelMemory;

/** Refuses a training that surely needs more memory than there is, before it takes any. */
public final class TrainingMemoryCheck {
  private TrainingMemoryCheck() {}

  static TrainingMemory estimate(TrainingPlan plan) {
    TrainingData texts = plan.data();
    long others = (long) texts.valid().size() + texts.test().size();
    int[] train = texts.train().ids();
    TextBatches batches = plan.modelOptions().batching().of(train, texts.vocabulary().startId());
    return TrainingMemory.of(
        LanguageModelMemory.of(plan.config(), batches, train.length, others),
        plan.options().optimization());
  }

  public static void require(TrainingPlan plan) {
    require(estimate(plan));
  }

  /** What any text needs at least. */
  public static void requireWithoutText(LanguageModelCheckpoint model, TrainingOptions options) {
    require(
        TrainingMemory.of(
            LanguageModelMemory.of(model.config(), model.options().batching(), 1, 0),
            options.optimization()));
  }

  private static void require(TrainingMemory need) {
    require(need, Runtime.getRuntime().maxMemory(), MemoryAdvice.machine());
  }

  /**
   * Fails if {@code need} is above {@code there}, which an option may raise up to {@code machine}.
   */
  public static void require(TrainingMemory need, long there, long machine) {
    if (need.total() > there) {
      throw new CliException(
          Text.format(
              "this training needs about %,d MB of memory (parameters, gradients and moments %,d,"
                  + " packed weights %,d, activations %,d, texts %,d), and Java may use %,d MB here;"
                  + " %s",
              Text.megabytes(need.total()),
              Text.megabytes(need.parameters()),
              Text.megabytes(need.packed()),
              Text.megabytes(need.activations()),
              Text.megabytes(need.data()),
              Text.megabytes(there),
              MemoryAdvice.of(need.total() + need.total() / 4, machine)));
    }
  }
}
