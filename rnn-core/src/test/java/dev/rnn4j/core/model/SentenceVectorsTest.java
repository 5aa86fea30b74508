package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.EncoderDecoderConfig.DecoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.EncoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.Input;
import dev.rnn4j.core.model.EncoderDecoderConfig.Tying;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors of texts that are means over their words. */
class SentenceVectorsTest {
  private static final ElmanCell CELL = new ElmanCell(Activation.TANH);

  /** Models whose steps do not know of each other, so that a mean is that of single words. */
  static Stream<SentenceEncoder> encoders() {
    return Stream.of(tagger().encoder(), writer().encoder());
  }

  private static Tagger tagger() {
    StackConfig stack = StackConfig.of(5, CELL, List.of(3, 6), Directions.CONCATENATED);
    TaggerConfig config = new TaggerConfig(4, 5, null, stack, 2, null, 0.5f);
    TaggerVocabulary vocabulary =
        new TaggerVocabulary(
            new Labels(List.of("<unk>", "a", "b", "c")),
            new Labels(List.of("<unk>")),
            new Labels(List.of("O", "X")),
            true);
    Parameters parameters = withoutMemory(config.newParameters(drawn(), new RandomSource(3)));
    return new Tagger(TaggerNetwork.of(config, parameters, new ScalarKernels()), vocabulary);
  }

  private static EncoderDecoder writer() {
    SequenceText text =
        new SequenceText(
            new Vocabulary(Level.WORD, List.of("<eos>", "<unk>", "a", "b", "c")), null);
    EncoderDecoderConfig config =
        new EncoderDecoderConfig(
            CELL,
            new EncoderShape(new Input.Tokens(5, 4), List.of(6), Directions.CONCATENATED),
            new DecoderShape(5, 0, 4, List.of(6), AttentionKind.ADDITIVE, true, Tying.NONE),
            0.5f);
    Parameters parameters = withoutMemory(config.newParameters(drawn(), new RandomSource(4)));
    return new EncoderDecoder(
        EncoderDecoderNetwork.of(config, parameters, new ScalarKernels()), text, text);
  }

  private static Initialization drawn() {
    return Initialization.uniform(0.8f);
  }

  private static Parameters withoutMemory(Parameters parameters) {
    int cleared = 0;
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      if (entry.name().contains("weight_hh")) {
        Arrays.fill(
            parameters.values(), entry.offset(), entry.offset() + entry.rows() * entry.cols(), 0f);
        cleared++;
      }
    }
    assertTrue(cleared > 1);
    return parameters;
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void isTheMeanOverTheWords(SentenceEncoder encoder) {
    List<float[]> words = encoder.encode(List.of("a", "b", "c"));
    float[] expected = new float[encoder.width()];
    for (int j = 0; j < expected.length; j++) {
      expected[j] = (2 * words.get(0)[j] + words.get(1)[j] + words.get(2)[j]) / 4;
    }
    assertEquals(12, encoder.width());
    assertArrayEquals(expected, encoder.encode(List.of(" a c b a ")).getFirst(), 1e-6f);
    assertTrue(Math.abs(words.get(0)[0] - words.get(1)[0]) > 1e-3);
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void isTheSameAloneAndAmongOthersInTheirOrder(SentenceEncoder encoder) {
    List<String> texts = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      texts.add("a b c c b a b b".substring(0, n * 7 % 8) + " c".repeat(n % 3));
    }
    List<float[]> together = encoder.encode(texts);
    for (int n = 0; n < texts.size(); n++) {
      assertArrayEquals(encoder.encode(List.of(texts.get(n))).getFirst(), together.get(n));
    }
    assertArrayEquals(new float[encoder.width()], encoder.encode(List.of("")).getFirst());
    assertEquals(List.of(), encoder.encode(List.of()));
  }
}
