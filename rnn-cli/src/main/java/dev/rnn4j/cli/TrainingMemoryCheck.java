package dev.rnn4j.cli;

import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.loop.TrainingMemory;
import dev.rnn4j.train.loop.TrainingOptions;

/** Refuses a training that surely needs more memory than there is, before it takes any. */
final class TrainingMemoryCheck {
  private TrainingMemoryCheck() {}

  static TrainingMemory estimate(TrainingPlan plan) {
    TrainingData texts = plan.data();
    long others = (long) texts.valid().size() + texts.test().size();
    return TrainingMemory.of(plan.config(), plan.options(), texts.train().size(), others);
  }

  static void require(LanguageModelConfig config, TrainingOptions options, TrainingData texts) {
    long others = (long) texts.valid().size() + texts.test().size();
    require(config, options, texts.train().size(), others);
  }

  /** With 1 token to train on, what any text needs at least. */
  static void require(
      LanguageModelConfig config, TrainingOptions options, long train, long others) {
    require(TrainingMemory.of(config, options, train, others), Runtime.getRuntime().maxMemory());
  }

  static void require(TrainingMemory need, long there) {
    if (need.total() > there) {
      throw new CliException(
          Text.format(
              "this training needs about %,d MB of memory (parameters, gradients and moments %,d,"
                  + " packed weights %,d, activations %,d, texts %,d), and Java may use %,d MB here;"
                  + " choose a smaller model, vocabulary, batch or window, or allow more with"
                  + " JAVA_TOOL_OPTIONS=-Xmx%dg",
              megabytes(need.total()),
              megabytes(need.parameters()),
              megabytes(need.packed()),
              megabytes(need.activations()),
              megabytes(need.texts()),
              megabytes(there),
              Math.ceilDiv(need.total() + need.total() / 4, 1L << 30)));
    }
  }

  static long megabytes(long bytes) {
    return Math.ceilDiv(bytes, 1L << 20);
  }
}
