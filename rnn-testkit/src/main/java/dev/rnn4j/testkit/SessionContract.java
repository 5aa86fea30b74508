package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the contracts of sessions share: small models, and texts to read. */
abstract class SessionContract {
  static final int VOCABULARY = 13;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  LanguageModel model(CellConfig cell) {
    return model(cell, WeightFormat.FLOAT32);
  }

  LanguageModel model(CellConfig cell, WeightFormat weights) {
    CellConfig sigmoid = CellConfig.of(cell.name(), Activation.SIGMOID);
    LanguageModelConfig config =
        new LanguageModelConfig(sigmoid, VOCABULARY, 9, List.of(17, 10), 0.5f, false);
    return EngineRun.inference(new LanguageModelCase(config, 1, 1, false, 3), kernels(), weights);
  }

  static int[] text(int length, long seed) {
    RandomSource random = new RandomSource(seed);
    int[] tokens = new int[length];
    Arrays.setAll(tokens, n -> random.nextInt(VOCABULARY));
    return tokens;
  }

  /** All logits of a text. */
  static float[] read(LanguageModelSession session, int[] text) {
    List<float[]> logits = new ArrayList<>();
    for (int token : text) {
      logits.add(session.step(token).clone());
    }
    return EngineRun.concatenated(logits);
  }
}
