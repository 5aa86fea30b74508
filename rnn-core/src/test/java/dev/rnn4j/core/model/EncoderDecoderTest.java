package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.EncoderDecoderFile;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.model.EncoderDecoderConfig.DecoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.EncoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.Input;
import dev.rnn4j.core.model.EncoderDecoderConfig.Tying;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Subwords;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderDecoderTest {
  private static final SequenceText GERMAN =
      new SequenceText(
          new Vocabulary(Level.WORD, List.of("<eos>", "<unk>", "ein", "hund", "läuft", "und")),
          null);
  private static final SequenceText ENGLISH =
      new SequenceText(
          new Vocabulary(Level.WORD, List.of("a", "dog", "runs", "<unk>", "<eos>")), null);
  private static final List<String> LINES =
      List.of("ein hund läuft", "", "ein dackel", "hund", "und ein hund und ein hund läuft");
  private static final EncoderShape READS =
      new EncoderShape(new Input.Tokens(6, 5), List.of(7), Directions.CONCATENATED);

  @TempDir Path folder;

  private static DecoderShape writes(AttentionKind attention, boolean inputFeeding, Tying tying) {
    return new DecoderShape(5, 4, 6, List.of(8), attention, inputFeeding, tying);
  }

  private static EncoderDecoderConfig config() {
    return new EncoderDecoderConfig(
        new LstmCell(), READS, writes(AttentionKind.ADDITIVE, true, Tying.OUTPUT), 0.5f);
  }

  private static EncoderDecoderFile file(
      EncoderDecoderConfig config, @Nullable SequenceText source, SequenceText target) {
    Parameters parameters = config.newParameters(Initialization.uniform(1), new RandomSource(3));
    return new EncoderDecoderFile(config, source, target, parameters, Map.of("seed", "3"));
  }

  private static EncoderDecoderFile file() {
    return file(config(), GERMAN, ENGLISH);
  }

  /** A model that has no word for anything. */
  private static EncoderDecoder ignorant() {
    EncoderDecoderFile file = file();
    file.parameters().matrix("output.bias").set(0, ENGLISH.vocabulary().unknownId(), 30);
    return file.model();
  }

  @Test
  void manyLinesGiveWhatEachGivesAlone() {
    EncoderDecoder model = file().model();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) { // more than one batch
      lines.addAll(LINES);
    }
    for (TargetSearch search : List.of(TargetSearch.greedy(), TargetSearch.beam(3, 0.6))) {
      List<Translation> together = model.translate(lines, search);
      for (int i = 0; i < lines.size(); i++) {
        List<String> alone = List.of(lines.get(i));
        assertEquals(model.translate(alone, search).getFirst(), together.get(i));
      }
    }
    assertEquals(List.of(), model.translate(List.of(), TargetSearch.greedy()));
  }

  @Test
  void whatIsDrawnForALineDependsOnItsNumberAndTheSeed() {
    EncoderDecoder model = file().model();
    TargetSearch search = TargetSearch.sampled(1, 0, 1, 4, 7);
    List<SourceSequence> sources = new ArrayList<>();
    LINES.forEach(line -> sources.add(new SourceSequence.Tokens(GERMAN.ids(line))));
    List<List<Translation>> drawn = model.decode(sources, search);
    assertEquals(4, drawn.getFirst().size());
    assertEquals(drawn.subList(0, 2), model.decode(sources.subList(0, 2), search));
    assertNotEquals(drawn, model.decode(sources, TargetSearch.sampled(1, 0, 1, 4, 8)));
    assertThrows(IllegalArgumentException.class, () -> TargetSearch.sampled(-1, 0, 1, 4, 8));
    assertThrows(IllegalArgumentException.class, () -> TargetSearch.beam(0, 0));
  }

  @Test
  void manyThreadsMayShareAModel() {
    EncoderDecoder model = file().model();
    List<Translation> alone = LINES.stream().map(model::translate).toList();
    List<Translation> shared =
        IntStream.range(0, 300)
            .parallel()
            .mapToObj(i -> model.translate(LINES.get(i % LINES.size())))
            .toList();
    for (int i = 0; i < shared.size(); i++) {
      assertEquals(alone.get(i % alone.size()), shared.get(i));
    }
  }

  @Test
  void anUnknownWordIsCopiedFromWhereTheModelLooked() {
    EncoderDecoder model = ignorant();
    Set<Integer> copied = new HashSet<>();
    for (String line : List.of("ein dackel bellt", "hund läuft und", "und und ein")) {
      List<String> words = List.of(line.split(" "));
      Translation made = model.translate(line);
      for (int t = 0; t < made.tokens().size(); t++) {
        List<Float> weights = made.alignment().get(t);
        int most = weights.indexOf(Collections.max(weights));
        assertEquals(words.get(most), made.tokens().get(t));
        copied.add(most);
      }
      assertEquals(String.join(" ", made.tokens()), made.text());
    }
    assertTrue(copied.size() > 1, "looked at other words than the first");
  }

  @Test
  void anEmptyLineHasATranslationThatLooksAtNothing() {
    Translation made = ignorant().translate(" \t");
    assertTrue(made.tokens().contains("<unk>"), made::text);
    assertEquals(made.tokens().size() + 1, made.alignment().size());
    assertEquals(List.of(), made.alignment().getFirst());
  }

  @Test
  void aTargetThatNeverEndsIsCutOff() {
    EncoderDecoderFile file = file();
    file.parameters().matrix("output.bias").set(0, ENGLISH.vocabulary().startId(), -99);
    Translation made = file.model().translate("ein hund");
    assertEquals(EncoderDecoder.limit(2), made.tokens().size());
  }

  @Test
  void charactersAndPiecesOfWordsAreCutAndJoined() {
    SequenceText characters =
        new SequenceText(new Vocabulary(Level.CHARACTER, List.of("\n", "a", " ", "ä")), null);
    assertArrayEquals(new int[] {1, 2, 3}, characters.ids("a ä"));
    assertEquals("ä a", characters.text(characters.named(new int[] {3, 2, 1})));
    Subwords subwords = new Subwords(List.of("\u2581 h", "u n"));
    Vocabulary pieces = new Vocabulary(Level.WORD, List.of("<eos>", "\u2581h", "un", "d"));
    SequenceText cut = new SequenceText(pieces, subwords);
    assertEquals(List.of("\u2581h", "un", "d"), cut.tokens("hund"));
    assertEquals("hund hd", cut.text(List.of("\u2581h", "un", "d", "\u2581h", "d")));
    assertEquals(List.of("ein", "hund"), GERMAN.tokens(" ein\t hund\n"));
    assertThrows(
        IllegalArgumentException.class, () -> new SequenceText(characters.vocabulary(), subwords));
  }

  @Test
  void framesOfNumbersAreDecodedAsWell() {
    EncoderDecoderConfig config =
        new EncoderDecoderConfig(
            new LstmCell(),
            new EncoderShape(new Input.Frames(3), List.of(7), Directions.SUMMED),
            writes(AttentionKind.MULTIPLICATIVE, false, Tying.NONE),
            0);
    EncoderDecoder model = file(config, null, ENGLISH).model();
    assertNull(model.source());
    Matrix frames = Matrix.zeros(4, 3);
    frames.set(2, 1, 2.5f);
    List<SourceSequence> sources =
        List.of(
            new SourceSequence.Frames(frames), new SourceSequence.Frames(frames.rowRange(0, 2)));
    List<List<Translation>> made = model.decode(sources, TargetSearch.beam(2, 0));
    assertEquals(2, made.getFirst().size());
    assertEquals(4, made.getFirst().getFirst().alignment().getFirst().size());
    assertNotEquals(made.get(0), made.get(1));
    assertThrows(IllegalStateException.class, () -> model.translate("a"));
    List<SourceSequence> narrow = List.of(new SourceSequence.Frames(Matrix.zeros(4, 2)));
    List<SourceSequence> tokens = List.of(new SourceSequence.Tokens(1));
    TargetSearch greedy = TargetSearch.greedy();
    assertThrows(IllegalArgumentException.class, () -> model.decode(narrow, greedy));
    assertThrows(IllegalArgumentException.class, () -> model.decode(tokens, greedy));
  }

  @Test
  void aFileGivesTheSameModelBack() throws IOException {
    Path path = folder.resolve("model.safetensors");
    Subwords subwords = new Subwords(List.of("\u2581 h"));
    SequenceText cut = new SequenceText(GERMAN.vocabulary(), subwords);
    for (EncoderDecoderFile written : List.of(file(), file(config(), cut, ENGLISH))) {
      written.write(path);
      EncoderDecoderFile read = EncoderDecoderFile.read(path);
      assertEquals(written.config(), read.config());
      assertEquals(merges(written), merges(read));
      assertEquals(written.target(), read.target());
      assertEquals(written.training(), read.training());
      assertArrayEquals(written.parameters().values(), read.parameters().values());
      List<Translation> expected = LINES.stream().map(written.model()::translate).toList();
      EncoderDecoder loaded = EncoderDecoderFile.load(path);
      assertEquals(expected, LINES.stream().map(loaded::translate).toList());
      ByteArrayInputStream stream = new ByteArrayInputStream(Files.readAllBytes(path));
      EncoderDecoder streamed = EncoderDecoderFile.load(stream);
      assertEquals(expected, LINES.stream().map(streamed::translate).toList());
      assertEquals("encoder-decoder", ModelFile.kind(path));
    }
  }

  private static List<String> merges(EncoderDecoderFile file) {
    SequenceText source = file.source();
    Subwords subwords = source == null ? null : source.subwords();
    return subwords == null ? List.of() : subwords.merges();
  }

  @Test
  void aModelOfFramesSurvivesTheFile() throws IOException {
    EncoderDecoderConfig config =
        new EncoderDecoderConfig(
            new LstmCell(),
            new EncoderShape(new Input.Frames(3), List.of(7, 4), Directions.FORWARD),
            writes(AttentionKind.NONE, false, Tying.NONE),
            0.25f);
    Path path = folder.resolve("model.safetensors");
    file(config, null, ENGLISH).write(path);
    EncoderDecoderFile read = EncoderDecoderFile.read(path);
    assertEquals(config, read.config());
    assertNull(read.source());
  }

  @Test
  void weightsOfSixteenBitsSurviveTheFile() throws IOException {
    Path path = folder.resolve("model.safetensors");
    EncoderDecoderFile rounded = file().withWeights(WeightFormat.BFLOAT16);
    rounded.write(path);
    assertEquals(
        rounded.model().translate(LINES.getFirst()),
        EncoderDecoderFile.load(path).translate(LINES.getFirst()));
  }

  @Test
  void aDescriptionThatContradictsItselfIsRefused() throws IOException {
    assertRefused("\"vocabulary_size\":6", "\"vocabulary_size\":7", "has 6 tokens");
    assertRefused("\"end_token\":4", "\"end_token\":3", "ends lines with 4");
    assertRefused("\"additive\"", "\"hard\"", "unknown AttentionKind \"hard\"");
    assertRefused("\"additive\"", "\"none\"", "input feeding");
  }

  private void assertRefused(String good, String bad, String reason) throws IOException {
    Path path = folder.resolve("bad.safetensors");
    Map<String, String> description =
        new LinkedHashMap<>(EncoderDecoderFile.describe(config(), GERMAN, ENGLISH));
    description.replaceAll((_, json) -> json.replace(good, bad));
    new ModelFile(EncoderDecoderFile.VERSION, description, file().parameters(), Map.of())
        .write(path);
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> EncoderDecoderFile.load(path));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), reason);
  }

  @Test
  void aConfigurationThatMakesNoSenseIsRefused() {
    assertBad(READS, writes(AttentionKind.NONE, true, Tying.NONE), "input feeding");
    assertBad(READS, writes(AttentionKind.NONE, false, Tying.OUTPUT), "not 6 and 8");
    assertBad(READS, writes(AttentionKind.ADDITIVE, true, Tying.ALL), "share vectors");
    assertThrows(
        IllegalArgumentException.class,
        () -> new DecoderShape(5, 5, 6, List.of(8), AttentionKind.NONE, false, Tying.NONE));
    assertThrows(IllegalArgumentException.class, () -> new Input.Tokens(0, 3));
    assertThrows(IllegalArgumentException.class, () -> new Input.Frames(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new EncoderDecoder(file().model().network(), ENGLISH, ENGLISH));
  }

  private static void assertBad(EncoderShape reads, DecoderShape writes, String reason) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new EncoderDecoderConfig(new LstmCell(), reads, writes, 0));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), reason);
  }

  @Test
  void aPassRefusesWhatItCannotDo() {
    EncoderDecoderNetwork network = file().model().network();
    EncoderDecoderPass pass = new EncoderDecoderPass(network, null);
    SourceSequence source = new SourceSequence.Tokens(1, 2);
    pass.begin(List.of(new SequencePair(source, new int[] {1})));
    assertThrows(IllegalStateException.class, () -> pass.compute(Worker.solo(), 1, 1));
    List<SequencePair> wrong = List.of(new SequencePair(source, new int[] {5}));
    assertThrows(IndexOutOfBoundsException.class, () -> pass.begin(wrong));
    Parameters gradients = new Parameters(network.parameters().layout());
    assertThrows(IllegalStateException.class, () -> new EncoderDecoderPass(network, gradients));
    assertThrows(IllegalArgumentException.class, () -> new EncoderDecoderPass(network, null, 1.5f));
  }
}
