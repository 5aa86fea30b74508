package dev.rnn4j.train.loop;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.loop.TrainingOptions.Batching;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;

/**
 * How much memory a {@link Trainer} takes, known before it is made: the large arrays, without the
 * padding of packed weights and small objects, so a little less than it really is.
 *
 * @param parameters bytes of the parameters, their gradients, the best ones and the moments
 * @param packed bytes of the weights packed for the forward and the backward pass
 * @param activations bytes of what a window leaves behind, logits included
 * @param texts bytes of the token ids
 */
public record TrainingMemory(long parameters, long packed, long activations, long texts) {
  /**
   * The memory of a training.
   *
   * @param config the architecture
   * @param options how to train
   * @param train tokens to train on, 1 or more
   * @param others tokens of validation and test
   * @return the estimate
   */
  public static TrainingMemory of(
      LanguageModelConfig config, TrainingOptions options, long train, long others) {
    Batching batching = options.batching();
    long streams = Math.min(batching.streams(), train);
    long steps = Math.min(batching.window(), Math.ceilDiv(train, streams));
    long copies = 3L + moments(options.optimization().optimizer());
    return new TrainingMemory(
        Float.BYTES * copies * parameters(config),
        Float.BYTES * 2 * products(config),
        Float.BYTES * (activations(config, steps, streams) + steps * streams * perRow(config)),
        Integer.BYTES * (train + others));
  }

  /**
   * Everything.
   *
   * @return bytes
   */
  public long total() {
    return parameters + packed + activations + texts;
  }

  private static int moments(OptimizerChoice choice) {
    return switch (choice) {
      case AdamChoice _ -> 2;
      case SgdChoice sgd -> sgd.momentum() > 0 ? 1 : 0;
    };
  }

  /** Floats of all parameters; unlike those of a layout they may be more than an array holds. */
  private static long parameters(LanguageModelConfig config) {
    long vocabulary = config.vocabularySize();
    long biases = vocabulary;
    for (int hidden : config.hiddenSizes()) {
      biases += 2L * config.cell().gates(hidden);
    }
    long decoder = vocabulary * config.hiddenSizes().getLast();
    long shared = config.tied() ? decoder : 0;
    return vocabulary * config.embeddingSize() + products(config) - shared + biases;
  }

  /** Floats of the weights that are multiplied by: all but the embedding's. */
  private static long products(LanguageModelConfig config) {
    long sum = 0;
    long input = config.embeddingSize();
    for (int hidden : config.hiddenSizes()) {
      sum += config.cell().gates(hidden) * (input + hidden);
      input = hidden;
    }
    return sum + config.vocabularySize() * input;
  }

  /** Floats of a row of the embedded inputs, their gradient, the logits and the losses. */
  private static long perRow(LanguageModelConfig config) {
    return 2L * config.embeddingSize() + config.vocabularySize() + 2;
  }

  private static long activations(LanguageModelConfig config, long steps, long streams) {
    CellConfig cell = config.cell();
    long rows = steps * streams;
    long sum = 0;
    for (int hidden : config.hiddenSizes()) {
      long states = 2L * hidden + cell.stateSize(hidden); // h, dh, c: a block for the initial state
      long perStep = cell.gates(hidden) + cell.keptSize(hidden) + states;
      long dropped = config.dropout() > 0 ? hidden : 0;
      sum += rows * (perStep + dropped) + states * streams;
    }
    return sum;
  }
}
