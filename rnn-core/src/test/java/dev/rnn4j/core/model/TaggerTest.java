package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.io.TaggerFile;
import dev.rnn4j.core.layer.CharacterConfig;
import dev.rnn4j.core.layer.CharacterConfig.Kind;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Entity;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.TagScheme;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaggerTest {
  private static final TaggerVocabulary VOCABULARY =
      new TaggerVocabulary(
          new Labels(List.of("<unk>", "she", "saw", "rome")),
          new Labels(List.of("<unk>", "s", "S", "h", "e", "a", "w")),
          new Labels(List.of("O", "B-LOC", "I-LOC")),
          true);

  private static TaggerConfig config(@Nullable Kind kind, @Nullable TagTransitions crf) {
    CharacterConfig characters = kind == null ? null : new CharacterConfig(kind, 7, 3, 4);
    int input = 5 + (characters == null ? 0 : 4);
    StackConfig stack = StackConfig.of(input, new LstmCell(), List.of(6), Directions.CONCATENATED);
    return new TaggerConfig(4, 5, characters, stack, 3, crf, 0.5f);
  }

  private static TagTransitions transitions() {
    return VOCABULARY.transitions(TagScheme.IOB2);
  }

  private static Parameters parameters(TaggerConfig config) {
    return config.newParameters(Initialization.uniform(0.8f), new RandomSource(3));
  }

  private static Tagger tagger(@Nullable Kind kind, @Nullable TagTransitions crf) {
    TaggerConfig config = config(kind, crf);
    return Tagger.of(config, VOCABULARY, parameters(config));
  }

  private static List<List<String>> sentences() {
    List<List<String>> sentences = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      int length = n * 7 % 13;
      sentences.add(
          IntStream.range(0, length).mapToObj(i -> "she saw Ha".substring(i % 8)).toList());
    }
    sentences.add(Collections.nCopies(1500, "saw"));
    return sentences;
  }

  @Test
  void aSentenceGivesTheSameBitsAloneAndAmongOthers() {
    for (Tagger tagger :
        List.of(
            tagger(null, null),
            tagger(Kind.RECURRENT, transitions()),
            tagger(Kind.CONVOLUTION, null))) {
      List<List<TaggedToken>> alone = sentences().stream().map(tagger::tag).toList();
      assertEquals(alone, tagger.tagAll(sentences()));
      assertEquals(alone.getLast().size(), 1500);
    }
  }

  @Test
  void anyNumberOfThreadsMayTagAtOnce() {
    Tagger tagger = tagger(Kind.RECURRENT, transitions());
    List<List<TaggedToken>> expected = tagger.tagAll(sentences());
    List<List<TaggedToken>> actual =
        IntStream.range(0, 8)
            .parallel()
            .boxed()
            .flatMap(_ -> tagger.tagAll(sentences()).stream())
            .toList();
    for (int n = 0; n < 8; n++) {
      int size = expected.size();
      assertEquals(expected, actual.subList(n * size, (n + 1) * size));
    }
  }

  @Test
  void wordsAreLookedUpInLowerCaseAndSpelledInTheirOwn() {
    TaggedSentence encoded = VOCABULARY.encode(List.of("She", "saw", "Paris"));
    assertArrayEquals(new int[] {1, 2, 0}, encoded.words());
    assertArrayEquals(new int[] {2, 3, 4}, encoded.characters()[0]);
    assertArrayEquals(new int[] {0, 5, 0, 0, 1}, encoded.characters()[2]);
  }

  @Test
  void aLongWordIsReadAtBothEnds() {
    String word = "s" + "a".repeat(100) + "h";
    int[] read = VOCABULARY.encode(List.of(word)).characters()[0];
    assertEquals(64, read.length);
    assertEquals(1, read[0]);
    assertEquals(3, read[63]);
  }

  @Test
  void constrainedTagsAreThoseOfTheScheme() {
    TaggerConfig config = config(Kind.RECURRENT, transitions());
    for (long seed = 0; seed < 20; seed++) {
      Parameters drawn = config.newParameters(Initialization.uniform(3), new RandomSource(seed));
      Tagger tagger = Tagger.of(config, VOCABULARY, drawn);
      List<String> tags =
          tagger.tag(List.of("she", "saw", "Rome", "ha", "eh", "she")).stream()
              .map(TaggedToken::tag)
              .toList();
      assertEquals(TagScheme.IOB2.of(tags), tags);
    }
  }

  @Test
  void entitiesAreReadFromTags() {
    List<TaggedToken> tagged =
        List.of(
            new TaggedToken("in", "O", 1),
            new TaggedToken("New", "B-LOC", 1),
            new TaggedToken("York", "I-LOC", 1));
    assertEquals(List.of(new Entity("LOC", 1, 3)), Tagger.entities(tagged));
  }

  @Test
  void aFileHoldsATagger(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tagger.safetensors");
    for (TaggerConfig config :
        List.of(
            config(null, null),
            config(Kind.RECURRENT, transitions()),
            config(Kind.CONVOLUTION, TagTransitions.all(3)))) {
      Map<String, String> description = TaggerFile.description(config, VOCABULARY);
      new ModelFile(TaggerFile.VERSION, description, parameters(config), Map.of()).write(file);
      Tagger loaded = TaggerFile.load(file);
      assertEquals(config, loaded.network().config());
      assertEquals(VOCABULARY, loaded.vocabulary());
      Tagger given = Tagger.of(config, VOCABULARY, parameters(config));
      assertEquals(given.tagAll(sentences()), loaded.tagAll(sentences()));
      assertArrayEquals(parameters(config).values(), loaded.network().parameters().values());
      byte[] bytes = Files.readAllBytes(file);
      assertEquals(config, TaggerFile.load(new ByteArrayInputStream(bytes)).network().config());
    }
  }

  @Test
  void aDamagedDescriptionIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tagger.safetensors");
    TaggerConfig config = config(Kind.RECURRENT, transitions());
    Map<String, String> sound = TaggerFile.description(config, VOCABULARY);
    for (Map.Entry<String, String> change :
        Map.of("\"she\"", "\"saw\"", "recurrent", "magic", "\"O\",", "").entrySet()) {
      Map<String, String> changed = new HashMap<>(sound);
      changed.replaceAll((_, text) -> text.replace(change.getKey(), change.getValue()));
      assertNotEquals(sound, changed, change.toString());
      new ModelFile(TaggerFile.VERSION, changed, parameters(config), Map.of()).write(file);
      assertThrows(ModelFormatException.class, () -> TaggerFile.load(file), change.toString());
    }
  }

  @Test
  void wrongSizesAreRefusedWithBothValues() {
    assertMessage(
        "a vocabulary",
        () ->
            new TaggerVocabulary(
                new Labels(List.of("a")), VOCABULARY.characters(), VOCABULARY.tags(), true),
        "the first word and the first character of a tagger must be <unk>");
    assertMessage(
        "a stack",
        () ->
            new TaggerConfig(
                4,
                5,
                null,
                StackConfig.of(6, new LstmCell(), List.of(6), Directions.CONCATENATED),
                3,
                null,
                0),
        "the stack reads 6 values of a word, but there are 5");
    assertMessage(
        "character features",
        () -> new CharacterConfig(Kind.RECURRENT, 7, 3, 5),
        "the width of character features must be 1 to 1048576, and even for two directions, not 5");
    assertMessage(
        "transitions",
        () -> TagTransitions.of(List.of("11", "1x", "11", "11")),
        "transitions are written as 0 and 1, not 1x");
  }

  private static void assertMessage(String what, Runnable call, String expected) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run, what);
    assertEquals(expected, e.getMessage());
  }

  @Test
  void transitionsAreThoseThatWereWritten() {
    assertEquals(transitions(), TagTransitions.of(transitions().rows()));
    assertEquals(List.of("110", "110", "111", "111", "111"), transitions().rows());
  }
}
