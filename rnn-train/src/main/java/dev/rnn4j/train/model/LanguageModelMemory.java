package dev.rnn4j.train.model;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.head.AdaptiveClusters;
import dev.rnn4j.core.head.AdaptiveSoftmaxHead;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.data.TextBatches;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.task.TaskMemory;

/** How much memory a {@link LanguageModelTask} takes, known before it is made. */
public final class LanguageModelMemory {
  private LanguageModelMemory() {}

  /**
   * The memory of a task that reads streams, logits included.
   *
   * @param config the architecture
   * @param batching how the text is cut
   * @param train tokens to train on, 1 or more
   * @param others tokens of validation and test
   * @return the estimate
   */
  public static TaskMemory of(
      LanguageModelConfig config, Batching batching, long train, long others) {
    long streams = Math.min(batching.streams(), train);
    long steps = Math.min(batching.window(), Math.ceilDiv(train, streams));
    return of(config, streams, steps * streams, train, others);
  }

  /**
   * The memory of a task, logits included.
   *
   * @param config the architecture
   * @param batches the text to train on, cut
   * @param train its tokens
   * @param others tokens of validation and test
   * @return the estimate
   */
  public static TaskMemory of(
      LanguageModelConfig config, TextBatches batches, long train, long others) {
    return of(config, batches.streams(), batches.maxRows(), train, others);
  }

  private static TaskMemory of(
      LanguageModelConfig config, long streams, long rows, long train, long others) {
    return new TaskMemory(
        parameters(config),
        Float.BYTES * 2 * products(config),
        Float.BYTES
            * (activations(config, rows, streams) + rows * perRow(config) + head(config, rows)),
        Integer.BYTES * (train + others));
  }

  /** Floats of all parameters; unlike those of a layout they may be more than an array holds. */
  private static long parameters(LanguageModelConfig config) {
    long vocabulary = config.vocabularySize();
    long biases = config.isAdaptive() ? clusters(config).entries() : vocabulary;
    for (int hidden : config.hiddenSizes()) {
      biases += 2L * config.cell().gates(hidden);
    }
    long decoder = vocabulary * config.outputSize();
    long shared = config.tied() ? decoder : 0;
    return vocabulary * config.embeddingSize() + products(config) - shared + biases;
  }

  /** Floats of the weights that are multiplied by: all but the embedding's. */
  private static long products(LanguageModelConfig config) {
    long sum = 0;
    long input = config.embeddingSize();
    for (int hidden : config.hiddenSizes()) {
      long output = config.cell().outputSize(hidden);
      sum += config.cell().gates(hidden) * (input + output);
      sum += output == hidden ? 0 : output * hidden; // the projection of one to the other
      input = output;
    }
    return sum + decoder(config, input);
  }

  private static long decoder(LanguageModelConfig config, long input) {
    if (!config.isAdaptive()) {
      return config.vocabularySize() * input;
    }
    AdaptiveClusters clusters = clusters(config);
    long sum = clusters.entries() * input;
    for (int i = 0; i < clusters.count(); i++) {
      sum += clusters.width(i, config.outputSize()) * (input + clusters.size(i));
    }
    return sum;
  }

  private static AdaptiveClusters clusters(LanguageModelConfig config) {
    return new AdaptiveClusters(config.vocabularySize(), config.cutoffs());
  }

  /** Floats of the logits. */
  private static long head(LanguageModelConfig config, long rows) {
    return config.isAdaptive()
        ? AdaptiveSoftmaxHead.bufferSize(clusters(config), config.outputSize(), rows)
        : rows * config.vocabularySize();
  }

  /** Floats of a row of the embedded inputs, their gradient and the losses. */
  private static long perRow(LanguageModelConfig config) {
    return 2L * config.embeddingSize() + 2;
  }

  private static long activations(LanguageModelConfig config, long rows, long streams) {
    CellConfig cell = config.cell();
    long sum = 0;
    for (int hidden : config.hiddenSizes()) {
      long output = cell.outputSize(hidden);
      long states = 2 * output + cell.stateSize(hidden); // h, dh, c: a block for the initial state
      long perStep = cell.gates(hidden) + cell.keptSize(hidden) + states;
      long dropped = config.regularization().dropout().isNone() ? 0 : output;
      dropped += config.regularization().noise().hidden() > 0 ? output : 0;
      sum += rows * (perStep + dropped) + states * streams;
      boolean copied = config.regularization().noise().weights() > 0; // and packed for both passes
      sum += copied ? 3L * cell.gates(hidden) * output : 0;
    }
    return sum;
  }
}
