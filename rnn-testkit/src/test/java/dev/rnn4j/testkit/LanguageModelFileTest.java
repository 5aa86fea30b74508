package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.io.NamedTensor;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files: what is written is read back to the bit, and nothing else is believed. */
class LanguageModelFileTest {
  @TempDir private Path directory = Path.of("");

  @Provide
  Arbitrary<LanguageModelCase> cases() {
    return LanguageModelCases.all();
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadBackToTheBit(@ForAll("cases") LanguageModelCase example) {
    LanguageModelFile model =
        new LanguageModelFile(
            example.config(),
            EngineRun.vocabulary(example.config().vocabularySize()),
            EngineRun.parameters(example),
            Map.of("epochs", "13", "note", "\"quoted\"\n"));
    try {
      Path file = Files.createTempFile("rnn4j", ".safetensors");
      for (WeightFormat format : WeightFormat.values()) {
        LanguageModelFile written = model.withWeights(format);
        written.write(file);
        assertSame(written, LanguageModelFile.read(file));
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertSame(LanguageModelFile expected, LanguageModelFile actual) {
    assertEquals(expected.config(), actual.config());
    assertEquals(expected.vocabulary(), actual.vocabulary());
    assertEquals(expected.training(), actual.training());
    assertEquals(expected.parameters().format(), actual.parameters().format());
    assertArrayEquals(rawBits(expected.parameters()), rawBits(actual.parameters()));
  }

  private static int[] rawBits(Parameters parameters) {
    int[] bits = new int[parameters.values().length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(parameters.values()[i]);
    }
    return bits;
  }

  private static LanguageModelFile small() {
    LanguageModelConfig config =
        new LanguageModelConfig(new LstmCell(), 7, 3, List.of(4, 2), 0.25f, false);
    LanguageModelCase example = new LanguageModelCase(config, 1, 1, false, 5);
    return new LanguageModelFile(
        config, EngineRun.vocabulary(7), EngineRun.parameters(example), Map.of("seed", "5"));
  }

  @Test
  void everyCellHasItsNameInTheFile() throws IOException {
    for (CellConfig cell : Cells.examples()) {
      LanguageModelConfig config = new LanguageModelConfig(cell, 7, 3, List.of(4, 2), 0, false);
      LanguageModelCase example = new LanguageModelCase(config, 1, 1, false, 5);
      LanguageModelFile model =
          new LanguageModelFile(
              config, EngineRun.vocabulary(7), EngineRun.parameters(example), Map.of());
      Path file = directory.resolve(cell.name());
      model.write(file);
      String name = cell.name().toLowerCase(Locale.ROOT);
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertTrue(text.contains("\\\"cell\\\":\\\"" + name + "\\\""), name);
      assertSame(model, LanguageModelFile.read(file));
    }
  }

  @Test
  void theCutoffsOfAnAdaptiveSoftmaxAreKept() throws IOException {
    LanguageModelConfig config = small().config().withCutoffs(List.of(2, 3));
    LanguageModelCase example = new LanguageModelCase(config, 1, 1, false, 5);
    LanguageModelFile model =
        new LanguageModelFile(
            config, EngineRun.vocabulary(7), EngineRun.parameters(example), Map.of());
    Path file = directory.resolve("adaptive");
    for (WeightFormat format : WeightFormat.values()) {
      model.withWeights(format).write(file);
      assertSame(model.withWeights(format), LanguageModelFile.read(file));
    }
    small().write(file);
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("cutoffs"), "a full softmax says nothing of them");
  }

  @Test
  void everyFloatIsKept() throws IOException {
    LanguageModelFile model = small();
    float[] special = {-0f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE, 0x1.fffffep-127f};
    System.arraycopy(special, 0, model.parameters().values(), 20, special.length);
    Path file = directory.resolve("special");
    model.write(file);
    assertSame(model, LanguageModelFile.read(file));
  }

  @Test
  void everyTokenIsKept() throws IOException {
    List<String> tokens =
        List.of("\n", "<unk>", "\"", "\\", "\u0000", "\u007f", "\u00e9", "\u2028", "\ud83d\ude00");
    Vocabulary vocabulary = new Vocabulary(Vocabulary.Level.CHARACTER, tokens);
    LanguageModelConfig config =
        new LanguageModelConfig(
            new ElmanCell(Activation.RELU), tokens.size(), 1, List.of(1), 0, true);
    Parameters parameters = new Parameters(config.layout());
    Path file = directory.resolve("tokens");
    new LanguageModelFile(config, vocabulary, parameters, Map.of()).write(file);
    LanguageModelFile read = LanguageModelFile.read(file);
    assertEquals(vocabulary, read.vocabulary());
    assertEquals(config, read.config());
  }

  @Test
  void aLoadedModelComputesWhatTheSavedOneDid() throws IOException {
    LanguageModelFile saved = small();
    Path file = directory.resolve("model");
    saved.write(file);
    LanguageModelFile loaded = LanguageModelFile.read(file);
    int[] text = {3, 1, 4, 1, 5, 2, 6};
    Bits.assertEqual("ln p", score(saved, text), score(loaded, text));
    assertEquals(saved.config(), LanguageModelFile.load(file).config());
  }

  private static double[] score(LanguageModelFile file, int[] text) {
    return LanguageModel.of(
            file.config(), file.vocabulary(), file.parameters(), new ScalarKernels())
        .newSession()
        .score(text);
  }

  @Test
  void writingReplacesAnOlderFile() throws IOException {
    Path file = directory.resolve("model");
    Files.writeString(file, "something else");
    small().write(file);
    assertSame(small(), LanguageModelFile.read(file));
  }

  @Test
  void whatIsNoSuchModelIsRefusedByName() throws IOException {
    Path file = directory.resolve("other");
    Files.write(file, new byte[0]);
    assertRefused(file, "");
    Files.writeString(file, "PK, or anything else");
    assertRefused(file, "");
    Path foreign = directory.resolve("foreign");
    Safetensors.write(
        foreign,
        Map.of("format", "pt"),
        List.of(NamedTensor.floats("w", List.of(2), new float[2], 0)));
    assertRefused(foreign, "not a language model");
    assertThrows(
        NoSuchFileException.class, () -> LanguageModelFile.read(directory.resolve("absent")));
  }

  private static void assertRefused(Path file, String saying) {
    ModelFormatException thrown =
        assertThrows(ModelFormatException.class, () -> LanguageModelFile.read(file));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith(file.toString()), message);
    assertTrue(message.contains(saying), message);
  }

  /** Gigabytes in the worst case, were they believed: more than the tests have. */
  @Test
  void absurdSizesAreRefusedBeforeAnythingIsAllocated() throws IOException {
    Path good = directory.resolve("good");
    small().write(good);
    FileMutations mutations = new FileMutations(Files.readAllBytes(good), 1);
    String[][] absurd = {
      {"\\\"hidden_sizes\\\":[4,2]", "\\\"hidden_sizes\\\":[20000,2]"},
      {"\\\"hidden_sizes\\\":[4,2]", "\\\"hidden_sizes\\\":[1048576,1048576]"},
      {"\\\"hidden_sizes\\\":[4,2]", "\\\"hidden_sizes\\\":[2147483647,2]"},
      {"\\\"embedding_size\\\":3", "\\\"embedding_size\\\":1048576"},
      {"\\\"embedding_size\\\":3", "\\\"embedding_size\\\":2147483647"},
      {"\\\"embedding_size\\\":3", "\\\"embedding_size\\\":-3"},
      {"\\\"vocabulary_size\\\":7", "\\\"vocabulary_size\\\":2147483647"},
      {"\\\"vocabulary_size\\\":7", "\\\"vocabulary_size\\\":1e9"},
      {"\\\"vocabulary_size\\\":7", "\\\"vocabulary_size\\\":7.5"},
      {"\\\"dropout\\\":0.25", "\\\"dropout\\\":1"},
      {"\\\"tied\\\":false", "\\\"tied\\\":true"},
      {"\\\"cell\\\":\\\"lstm\\\"", "\\\"cell\\\":\\\"rnn\\\""},
      {"\\\"cell\\\":\\\"lstm\\\"", "\\\"cell\\\":\\\"gru\\\""},
      {"\\\"cell\\\":\\\"lstm\\\"", "\\\"cell\\\":\\\"peephole\\\""},
      {"\\\"activation\\\":\\\"tanh\\\"", "\\\"activation\\\":7"},
      {"\\\"level\\\":\\\"word\\\"", "\\\"level\\\":\\\"syllable\\\""},
      {"token6", "token5"},
      {"<eos>", "eos"}
    };
    for (String[] one : absurd) {
      Path file = directory.resolve("absurd");
      Files.write(file, mutations.with(one[0], one[1]));
      assertRefused(file, "");
      Files.delete(file);
    }
  }

  @Test
  void damagedFilesAreRefusedOrReadCompletely() throws IOException {
    for (WeightFormat format : WeightFormat.values()) {
      Path file = directory.resolve("damaged");
      small().withWeights(format).write(file);
      FileMutations mutations = new FileMutations(Files.readAllBytes(file), 2026);
      int refused = 0;
      for (int n = 0; n < 2000; n++) {
        Files.delete(file);
        Files.write(file, mutations.next());
        refused += isRefused(file) ? 1 : 0;
      }
      assertTrue(refused > 1300, "refused " + refused);
    }
  }

  @Test
  void aRoundedModelIsSmallerAndRoundsNoBias() throws IOException {
    LanguageModelFile model = small();
    LanguageModelFile rounded = model.withWeights(WeightFormat.BFLOAT16);
    Path large = directory.resolve("large");
    Path file = directory.resolve("rounded");
    model.write(large);
    rounded.write(file);
    int weights = 0;
    for (ParameterLayout.Entry entry : model.parameters().layout().entries()) {
      float[] before = model.parameters().values();
      float[] after = rounded.parameters().values();
      WeightFormat format = entry.vector() ? WeightFormat.FLOAT32 : WeightFormat.BFLOAT16;
      for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
        assertEquals(format.nearest(before[i]), after[i], entry.name());
      }
      weights += entry.vector() ? 0 : entry.size();
    }
    assertTrue(Files.size(file) < Files.size(large) - weights, "sizes");
    assertEquals(WeightFormat.BFLOAT16, LanguageModelFile.load(file).parameters().format());
  }

  private static boolean isRefused(Path file) throws IOException {
    try {
      LanguageModelFile read = LanguageModelFile.read(file);
      score(read, new int[] {1, 2, 3, 4, 5, 6}); // a model of 7 tokens still
      return false;
    } catch (IllegalStateException e) {
      return false; // large numbers are numbers, but what is computed of them is not
    } catch (ModelFormatException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": "), e.toString());
      return true;
    }
  }
}
