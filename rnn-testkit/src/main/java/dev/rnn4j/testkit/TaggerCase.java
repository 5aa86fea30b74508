package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.layer.CharacterConfig;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.TaggedSentence;
import dev.rnn4j.core.model.TaggerConfig;
import dev.rnn4j.core.parameter.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/**
 * A small tagger with sentences to tag, all of it derived from these few values.
 *
 * @param lengths of the sentences, in any order
 * @param spelling how words are spelled out: 0 not at all, 1 by a layer, 2 by a convolution
 * @param head 0 a softmax, 1 a conditional random field, 2 one with constraints
 * @param layers how many
 * @param dropout of words and of layers
 * @param unknown how often a word is taken for an unknown one
 * @param seed of everything else
 */
public record TaggerCase(
    List<Integer> lengths,
    int spelling,
    int head,
    int layers,
    float dropout,
    float unknown,
    long seed) {
  private static final int WORDS = 7;
  private static final int CHARACTERS = 5;
  private static final int TAGS = 3;
  private static final int LONGEST = 4;
  private static final int LONGEST_WORD = 5;

  /** Random small cases, with empty sentences and words. */
  static Arbitrary<TaggerCase> all() {
    return Combinators.combine(
            Arbitraries.integers().between(0, LONGEST).list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(1, 2),
            Arbitraries.of(0f, 0.3f),
            Arbitraries.of(0f, 0.4f),
            Arbitraries.longs())
        .as(TaggerCase::new);
  }

  TaggerConfig config() {
    SplittableRandom random = new SplittableRandom(seed);
    int wordSize = random.nextInt(1, 6);
    CharacterConfig characters = characters(random);
    int input = wordSize + (characters == null ? 0 : characters.outputSize());
    CellConfig cell = Cells.examples().get(random.nextInt(Cells.examples().size()));
    List<LayerConfig> stack = Collections.nCopies(layers, new LayerConfig(cell, 3));
    return new TaggerConfig(
        WORDS,
        wordSize,
        characters,
        new StackConfig(input, stack, Directions.CONCATENATED, dropout, false),
        TAGS,
        head == 0 ? null : transitions(),
        dropout);
  }

  private @Nullable CharacterConfig characters(SplittableRandom random) {
    int size = random.nextInt(1, 5);
    int width = 2 * random.nextInt(1, 4);
    return spelling == 0
        ? null
        : new CharacterConfig(
            spelling == 1 ? CharacterConfig.Kind.RECURRENT : CharacterConfig.Kind.CONVOLUTION,
            CHARACTERS,
            size,
            width);
  }

  /** With constraints tag 2 follows tags 1 and 2 only, as I follows B and I. */
  private TagTransitions transitions() {
    boolean free = head == 1;
    boolean[] yes = {true, true, true};
    boolean[][] next = {{true, true, free}, yes, yes};
    return new TagTransitions(new boolean[] {true, true, free}, next, yes);
  }

  /** The parameters under their names. */
  Map<String, double[]> parameters() {
    SplittableRandom random = new SplittableRandom(seed + 1);
    Map<String, double[]> all = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : config().layout().entries()) {
      double[] values = new double[entry.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-0.7, 0.7);
      }
      all.put(entry.name(), values);
    }
    return all;
  }

  /** Words repeat, with the same characters and with others. */
  List<TaggedSentence> sentences() {
    SplittableRandom random = new SplittableRandom(seed + 2);
    List<TaggedSentence> all = new ArrayList<>();
    for (int length : lengths) {
      int[] words = new int[length];
      int[][] characters = new int[length][];
      int[] tags = new int[length];
      for (int t = 0; t < length; t++) {
        words[t] = random.nextInt(WORDS);
        int[] spelled =
            new SplittableRandom(random.nextInt(4))
                .ints(0, CHARACTERS)
                .limit(LONGEST_WORD)
                .toArray();
        characters[t] = Arrays.copyOf(spelled, random.nextInt(LONGEST_WORD + 1));
        int most = t > 0 && tags[t - 1] > 0 ? TAGS : TAGS - 1;
        tags[t] = random.nextInt(most);
      }
      all.add(new TaggedSentence(words, characters, tags));
    }
    return all;
  }

  /** For each word, how often it is taken for an unknown one; never for the last. */
  float[] unknownRates() {
    float[] rates = new float[WORDS - 1];
    Arrays.fill(rates, unknown);
    return rates;
  }
}
