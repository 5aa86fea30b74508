package dev.rnn4j.train.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.CharacterConfig;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.TaggedSentence;
import dev.rnn4j.core.model.Tagger;
import dev.rnn4j.core.model.TaggerConfig;
import dev.rnn4j.core.model.TaggerNetwork;
import dev.rnn4j.core.model.TaggerPass;
import dev.rnn4j.core.model.TaggerVocabulary;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.TagScheme;
import dev.rnn4j.train.data.TaggedWords;
import dev.rnn4j.train.data.WordVectors;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaggerDataTest {
  private static TaggedWords sentence(String words, String tags) {
    return new TaggedWords(Arrays.asList(words.split(" ")), Arrays.asList(tags.split(" ")));
  }

  @Test
  void wordsTagsAndRepeatedCharactersAreKnown() {
    TaggerData data =
        TaggerData.of(List.of(sentence("The theme The", "D N D")), true, Set.of("saw", "the"));
    TaggerVocabulary vocabulary = data.vocabulary();
    assertEquals(List.of("<unk>", "the", "theme", "saw"), vocabulary.words().names());
    assertEquals(List.of("<unk>", "T", "h", "e"), vocabulary.characters().names());
    assertEquals(List.of("D", "N"), vocabulary.tags().names());
    float[] unknown = data.unknown(0.5);
    assertArrayEquals(new float[] {0, 0.2f, 1 / 3f, 0}, unknown, 1e-7f);
  }

  @Test
  void schemesAreFound() {
    assertEquals(Optional.empty(), scheme("NOUN VERB"));
    assertEquals(Optional.empty(), scheme("O O"));
    assertEquals(Optional.of(TagScheme.IOB2), scheme("B-X I-X O"));
    assertEquals(Optional.of(TagScheme.IOB1), scheme("I-X B-X O"));
    assertEquals(Optional.of(TagScheme.BIOES), scheme("S-X B-X E-X"));
    assertEquals(Optional.of(TagScheme.IOB2), scheme("I-X B-Y S-X"));
  }

  private static Optional<TagScheme> scheme(String tags) {
    return TaggerData.scheme(List.of(sentence(tags, tags)));
  }

  private static TaggerConfig config(TaggerVocabulary vocabulary) {
    CharacterConfig characters =
        new CharacterConfig(CharacterConfig.Kind.CONVOLUTION, vocabulary.characters().size(), 4, 6);
    return new TaggerConfig(
        vocabulary.words().size(),
        4,
        characters,
        StackConfig.of(10, new LstmCell(), List.of(8), Directions.CONCATENATED),
        vocabulary.tags().size(),
        vocabulary.transitions(TagScheme.IOB2),
        0.1f);
  }

  @Test
  void vectorsBeginTheTableOfWords() {
    TaggerData data = TaggerData.of(List.of(sentence("a b", "O O")), false, Set.of());
    Parameters parameters = new Parameters(config(data.vocabulary()).layout());
    WordVectors vectors =
        new WordVectors(4, Map.of("b", new float[] {1, 2, 3, 4}, "c", new float[4]));
    assertEquals(1, data.set(vectors, parameters));
    assertEquals(3, parameters.matrix(TaggerConfig.WORDS).get(2, 2));
    assertEquals(0, parameters.matrix(TaggerConfig.WORDS).get(1, 2));
    assertThrows(
        IllegalArgumentException.class, () -> data.set(new WordVectors(3, Map.of()), parameters));
  }

  /** Names end in -ia, which only characters tell of a name that was never seen. */
  @Test
  void aTaggerLearnsWhatNamesLookLike() {
    List<TaggedWords> train = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String name = "" + (char) ('b' + i % 20) + (char) ('a' + i % 7) + "nia";
      String other = "" + (char) ('b' + i % 20) + (char) ('a' + i % 5) + "nu";
      train.add(sentence(other + " saw " + name + " " + name, "O O B-L I-L"));
      train.add(sentence("in " + name + " " + other, "O B-L O"));
    }
    List<TaggedWords> unseen =
        List.of(sentence("zonu saw zonia zonia", "O O B-L I-L"), sentence("in xunia", "O B-L"));
    TaggerData data = TaggerData.of(train, true, Set.of());
    TaggerConfig config = config(data.vocabulary());
    Parameters parameters = config.newParameters(Initialization.uniform(0.2f), new RandomSource(1));
    TaggerNetwork network = TaggerNetwork.trainable(config, parameters, new ScalarKernels());
    TaggerValidation validation =
        new TaggerValidation(new Tagger(network, data.vocabulary()), unseen, true);
    ExampleTask<TaggedSentence> task =
        ExampleTask.builder(
                network,
                gradients -> new TaggerPass(network, gradients, data.unknown(0.5)),
                data.examples(train))
            .length(TaggedSentence::length)
            .targets(TaggedSentence::length)
            .batch(8)
            .validation(validation)
            .build();
    try (Workers workers = new Workers(2)) {
      double before = validation.measure(workers, () -> false);
      Trainer trainer = new Trainer(task, TrainingOptions.of(15), workers);
      trainer.run(new ProgressListener() {});
      assertTrue(before > 0.5, "before: " + before);
      assertEquals(0, trainer.position().bestLoss());
    }
  }
}
