package dev.rnn4j.testkit;

import dev.rnn4j.core.head.AttentionPooling;
import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.MaxOverTime;
import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierConfig;
import dev.rnn4j.core.model.ClassifierConfig.TokenDropout;
import dev.rnn4j.core.parameter.ParameterLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;

/**
 * A small classifier with texts to classify, all of it derived from a {@link StackCase}: so a
 * failing case is reproduced by typing in what its {@code toString} says.
 *
 * @param stack the recurrent layers, the lengths of the texts, and the seed of everything else
 */
public record ClassifierCase(StackCase stack) {
  private static final int VOCABULARY = 7;

  /** Random small classifiers. */
  public static Arbitrary<ClassifierCase> all() {
    return StackCases.all().map(ClassifierCase::new);
  }

  private SplittableRandom random(long purpose) {
    return new SplittableRandom(stack.seed() * 31 + purpose);
  }

  ClassifierConfig config() {
    SplittableRandom random = random(1);
    float dropout = random.nextBoolean() ? 0.4f : 0;
    float tokens = random.nextBoolean() ? 0.3f : 0;
    return new ClassifierConfig(
        VOCABULARY,
        stack.config(),
        pooling(random),
        2 + random.nextInt(3),
        dropout,
        new TokenDropout(tokens, random.nextInt(VOCABULARY)));
  }

  private static Pooling pooling(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> new LastState();
      case 1 -> new MeanOverTime();
      case 2 -> new MaxOverTime();
      default -> new AttentionPooling(1 + random.nextInt(9));
    };
  }

  /** Weights uniform within 1/sqrt(columns), vectors within 1/2. */
  Map<String, double[]> parameters() {
    SplittableRandom random = random(2);
    Map<String, double[]> parameters = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : config().layout().entries()) {
      double range = entry.vector() ? 0.5 : 1 / Math.sqrt(entry.cols());
      double[] values = random.doubles(entry.size(), -range, range).map(x -> (float) x).toArray();
      parameters.put(entry.name(), values);
    }
    return parameters;
  }

  /** Texts of the lengths of the stack's batch, in any order; some without a class. */
  List<ClassifiedSequence> examples() {
    SplittableRandom random = random(3);
    int classes = config().classes();
    List<ClassifiedSequence> examples = new ArrayList<>();
    for (int length : stack.lengths()) {
      int[] tokens = random.ints(length, 0, VOCABULARY).toArray();
      examples.add(new ClassifiedSequence(tokens, random.nextInt(classes + 1) - 1));
    }
    Collections.shuffle(examples, new Random(stack.seed()));
    return examples;
  }

  long key() {
    return random(4).nextLong();
  }
}
