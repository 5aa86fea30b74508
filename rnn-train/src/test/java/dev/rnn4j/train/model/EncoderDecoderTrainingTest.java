package dev.rnn4j.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.model.EncoderDecoder;
import dev.rnn4j.core.model.EncoderDecoderConfig;
import dev.rnn4j.core.model.EncoderDecoderConfig.DecoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.EncoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.Input;
import dev.rnn4j.core.model.EncoderDecoderConfig.Tying;
import dev.rnn4j.core.model.EncoderDecoderNetwork;
import dev.rnn4j.core.model.EncoderDecoderPass;
import dev.rnn4j.core.model.SequencePair;
import dev.rnn4j.core.model.SequenceText;
import dev.rnn4j.core.model.SourceSequence;
import dev.rnn4j.core.model.TargetSearch;
import dev.rnn4j.core.model.Translation;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That an encoder-decoder learns what it needs attention for. */
class EncoderDecoderTrainingTest {
  private static final SequenceText DIGITS =
      new SequenceText(
          new Vocabulary(
              Vocabulary.Level.CHARACTER,
              List.of("\n", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9")),
          null);

  /** Lengths of 1 to 6 but for these are seen in training. */
  private static final List<Integer> UNSEEN = List.of(3, 5);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void digitStringsOfLengthsNeverSeenAreReversed(AttentionKind attention) {
    RandomSource random = new RandomSource(5);
    EncoderDecoderConfig config = config(attention);
    Kernels kernels = KernelSelection.current().kernels();
    Parameters parameters = config.newParameters(Initialization.uniform(0.2f), random);
    EncoderDecoderNetwork network = EncoderDecoderNetwork.trainable(config, parameters, kernels);
    ExampleTask<SequencePair> task =
        ExampleTask.builder(network, g -> new EncoderDecoderPass(network, g), examples(random))
            .length(SequencePair::predictions)
            .targets(SequencePair::predictions)
            .batch(32)
            .build();
    TrainingOptions.Optimization adam =
        TrainingOptions.Optimization.adam(0.004).withSchedule(new Schedule.HoldThenDecay(9, 0.5));
    try (Workers workers = new Workers(1)) {
      Trainer trainer = new Trainer(task, TrainingOptions.of(14, adam), workers);
      trainer.run(new ProgressListener() {});
      parameters = trainer.bestParameters();
    }
    EncoderDecoder model =
        new EncoderDecoder(EncoderDecoderNetwork.of(config, parameters, kernels), DIGITS, DIGITS);
    assertReverses(model, random);
  }

  private static EncoderDecoderConfig config(AttentionKind attention) {
    int size = DIGITS.vocabulary().size();
    return new EncoderDecoderConfig(
        new GruCell(),
        new EncoderShape(new Input.Tokens(size, 16), List.of(24), Directions.CONCATENATED),
        new DecoderShape(
            size, DIGITS.vocabulary().startId(), 16, List.of(32), attention, true, Tying.ALL),
        0);
  }

  private static String digits(RandomSource random, int length) {
    StringBuilder digits = new StringBuilder();
    for (int t = 0; t < length; t++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  private static List<SequencePair> examples(RandomSource random) {
    List<SequencePair> examples = new ArrayList<>();
    while (examples.size() < 4000) {
      int length = 1 + random.nextInt(6);
      if (!UNSEEN.contains(length)) {
        String text = digits(random, length);
        String reversed = new StringBuilder(text).reverse().toString();
        examples.add(
            new SequencePair(new SourceSequence.Tokens(DIGITS.ids(text)), DIGITS.ids(reversed)));
      }
    }
    return examples;
  }

  private static void assertReverses(EncoderDecoder model, RandomSource random) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      texts.add(digits(random, UNSEEN.get(i % UNSEEN.size())));
    }
    List<Translation> made = model.translate(texts, TargetSearch.greedy());
    int right = 0;
    for (int i = 0; i < texts.size(); i++) {
      String reversed = new StringBuilder(texts.get(i)).reverse().toString();
      right += made.get(i).text().equals(reversed) ? 1 : 0;
      assertEquals(made.get(i).tokens().size() + 1, made.get(i).alignment().size());
    }
    assertTrue(right >= 90, right + " of 100 were reversed");
  }
}
