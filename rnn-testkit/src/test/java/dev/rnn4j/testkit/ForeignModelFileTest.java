package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Model files of other programs, and streams of them. */
class ForeignModelFileTest {
  private static final List<String> TOKENS = List.of("\n", "a", "b", "c");
  private static final LanguageModelConfig CONFIG = config(false);

  @TempDir private Path directory = Path.of("");

  private static LanguageModelConfig config(boolean tied) {
    return new LanguageModelConfig(new LstmCell(), TOKENS.size(), 3, List.of(5, 3), 0, tied);
  }

  private static Vocabulary vocabulary() {
    return new Vocabulary(Level.CHARACTER, TOKENS);
  }

  /** Values of few bits, which every type can hold. */
  private static Parameters parameters(LanguageModelConfig config) {
    Parameters parameters = new Parameters(config.layout());
    RandomSource random = new RandomSource(7);
    float[] values = parameters.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextInt(255) - 127) / 64f;
    }
    return parameters;
  }

  private static RawModelFile file(String dtype) {
    return RawModelFile.of(CONFIG, vocabulary(), parameters(CONFIG), dtype);
  }

  private LanguageModelFile read(RawModelFile file) throws IOException {
    return LanguageModelFile.read(Files.write(directory.resolve("model"), file.bytes()));
  }

  private String refusal(RawModelFile file) {
    ModelFormatException thrown = assertThrows(ModelFormatException.class, () -> read(file));
    return String.valueOf(thrown.getMessage());
  }

  private void assertRefused(RawModelFile file, String reason) {
    String message = refusal(file);
    assertTrue(message.contains(reason), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"F16", "BF16", "F32", "F64"})
  void everyFloatingPointTypeIsRead(String dtype) throws IOException {
    LanguageModelFile model = read(file(dtype));
    assertArrayEquals(parameters(CONFIG).values(), model.parameters().values());
    WeightFormat expected = dtype.equals("BF16") ? WeightFormat.BFLOAT16 : WeightFormat.FLOAT32;
    assertEquals(expected, model.parameters().format());
    assertEquals(List.of(), model.ignored());
  }

  @Test
  void typesMayBeMixedAndNoBitIsLost() throws IOException {
    double[] exact = new double[15];
    Arrays.setAll(exact, i -> 1f / (3 + i));
    RawModelFile mixed =
        file("BF16")
            .tensor("rnn.weight_hh_l1", "F16", List.of(12, 3), new double[36])
            .tensor("decoder.bias", "F64", List.of(4), 1, 2, 3, 0.1)
            .tensor("encoder.weight", "F32", List.of(4, 3), Arrays.copyOf(exact, 12));
    Parameters read = read(mixed).parameters();
    assertEquals(WeightFormat.FLOAT32, read.format());
    assertEquals(0.1f, read.matrix("decoder.bias").get(0, 3));
    assertEquals(1f / 14, read.matrix("encoder.weight").get(3, 2));
  }

  @Test
  void aDoubleBeyondTheRangeOfAFloatIsAnErrorThatNamesTheTensor() {
    assertRefused(
        file("F32").tensor("decoder.bias", "F64", List.of(4), 0, 0, -1e39, 0),
        "tensor \"decoder.bias\" has the value -1.0E39, beyond the range");
  }

  @Test
  void parametersThatAreNoFloatsAreRefused() {
    assertRefused(
        file("F32").bytes("decoder.bias", "I32", List.of(4), new byte[16]),
        "parameter decoder.bias has the type I32, expected F32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"F16", "BF16", "F32", "F64"})
  void weightsThatAreNoNumbersAreRefusedByName(String dtype) {
    double[] bad = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (ParameterLayout.Entry entry : CONFIG.layout().entries()) {
      double[] values = new double[entry.size()];
      values[entry.size() - 1] = bad[entry.size() % 3];
      String message = refusal(file("F32").tensor(entry.name(), dtype, entry.shape(), values));
      String place =
          entry.vector()
              ? "[" + (entry.cols() - 1) + "]"
              : "[" + (entry.rows() - 1) + ", " + (entry.cols() - 1) + "]";
      assertTrue(
          message.endsWith(
              "parameter "
                  + entry.name()
                  + " has the value "
                  + bad[entry.size() % 3]
                  + " at "
                  + place
                  + ": the model is damaged"),
          message);
    }
  }

  @Test
  void weightsThatCouldNotBeReadAgainAreNotWritten() throws IOException {
    Parameters parameters = parameters(CONFIG);
    parameters.matrix("rnn.weight_ih_l1").set(3, 2, Float.NaN);
    LanguageModelFile model = new LanguageModelFile(CONFIG, vocabulary(), parameters, Map.of());
    Path file = Files.writeString(directory.resolve("old"), "still here");
    String message =
        assertThrows(IllegalArgumentException.class, () -> model.write(file)).getMessage();
    assertTrue(
        String.valueOf(message).contains("rnn.weight_ih_l1 has the value NaN as f32 at [3, 2]"),
        message);
    assertEquals("still here", Files.readString(file));
  }

  @Test
  void aVocabularyThatNoFileHoldsIsFoundOutBeforeTheTraining() {
    List<String> words = new ArrayList<>(List.of("<eos>"));
    for (int n = 0; n < 11; n++) {
      words.add("x".repeat(10_000_000 + n));
    }
    LanguageModelConfig config =
        new LanguageModelConfig(
            new ElmanCell(Activation.TANH), words.size(), 1, List.of(1), 0, false);
    Vocabulary vocabulary = new Vocabulary(Level.WORD, words);
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> LanguageModelFile.requireWritable(config, vocabulary));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("limit 100000000; choose a smaller vocabulary"), message);
    LanguageModelFile model =
        new LanguageModelFile(config, vocabulary, new Parameters(config.layout()), Map.of());
    Path file = directory.resolve("too-large");
    assertThrows(IllegalArgumentException.class, () -> model.write(file));
    assertFalse(Files.exists(file));
    LanguageModelFile.requireWritable(CONFIG, vocabulary());
  }

  @Test
  void otherTensorsAreIgnoredAndNamed() throws IOException {
    RawModelFile file =
        file("F32")
            .bytes("step", "U64", List.of(), new byte[8])
            .bytes("mask", "BOOL", List.of(3), new byte[3])
            .bytes("eight.bits", "F8_E4M3", List.of(2), new byte[2]);
    LanguageModelFile model = read(file);
    assertEquals(List.of("step", "mask", "eight.bits"), model.ignored());
    assertArrayEquals(parameters(CONFIG).values(), model.parameters().values());
    assertEquals(model.ignored(), model.withWeights(WeightFormat.BFLOAT16).ignored());
    Path again = directory.resolve("again");
    model.write(again);
    assertEquals(List.of(), LanguageModelFile.read(again).ignored());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnn.weight_ih_l2", "rnn.weight_ih_l0_reverse", "rnn.weight_hr_l0"})
  void whatTheModelWouldNeedIsNotIgnored(String name) {
    assertRefused(
        file("F32").tensor(name, "F32", List.of(2), 1, 2),
        "its configuration has no place for the parameter \"" + name + "\"");
  }

  @Test
  void aTiedModelHasNoWeightOfItsOwnBeforeTheSoftmax() throws IOException {
    LanguageModelConfig tied = config(true);
    RawModelFile file = RawModelFile.of(tied, vocabulary(), parameters(tied), "F32");
    assertEquals(tied, read(file).config());
    file.tensor("decoder.weight", "F32", List.of(4, 3), new double[12]);
    assertRefused(file, "\"decoder.weight\"; tied, it is encoder.weight");
  }

  @Test
  void aFileOfANewerVersionIsCalledSo() {
    String message = refusal(file("F32").metadata("rnn4j", "language-model/3"));
    assertTrue(
        message.endsWith(
            "it is a language model of a newer version of this project (\"language-model/3\";"
                + " this one reads language-model/1 and language-model/2); read it with that"
                + " version"),
        message);
    assertRefused(file("F32").metadata("rnn4j", "language-model/0"), "of another version");
    assertRefused(file("F32").metadata("rnn4j", "language-model/x"), "of another version");
    assertRefused(
        file("F32").metadata("rnn4j", "tagger/1"),
        "it is not a language model but \"tagger/1\"; give the file of a language model");
  }

  @Test
  void whatAFileSaysReachesNoMessageUnchanged() {
    String evil = "\u001b[2J\u202e\u009b";
    String[] messages = {
      refusal(file("F32").metadata("rnn4j", evil)),
      refusal(file("F32").metadata("rnn4j.config", evil)),
      refusal(file("F32").metadata("rnn4j.config", "{\"cell\":\"\\u001b\\u202e\"}")),
      refusal(file("F32").metadata("rnn4j.vocabulary", "{\"level\":\"" + "\\u202e" + "\"}")),
      refusal(
          file("F32")
              .metadata(
                  "rnn4j.vocabulary",
                  "{\"level\":\"character\",\"tokens\":[\"\\u202e\",\"\\u202e\"]}")),
      refusal(file("F32").bytes("x" + evil, "F4", List.of(2), new byte[1])),
      refusal(file("F32").bytes("x", evil, List.of(2), new byte[1])),
      refusal(file("F32").bytes("rnn." + evil, "F32", List.of(1), new byte[4]))
    };
    for (String message : messages) {
      assertTrue(
          message.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202e), message);
    }
  }

  @Test
  void longValuesAreShortenedInMessages() {
    String huge = "x".repeat(1 << 20);
    assertTrue(refusal(file("F32").metadata("rnn4j", huge)).length() < 1000);
    assertTrue(
        refusal(file("F32").metadata("rnn4j.vocabulary", "{\"level\":\"" + huge + "\"}")).length()
            < 1000);
    assertTrue(refusal(file("F32").bytes(huge, "F4", List.of(2), new byte[1])).length() < 1000);
    assertTrue(
        refusal(file("F32").bytes("rnn." + huge, "F32", List.of(1), new byte[4])).length() < 1000);
  }

  @Test
  void aStreamGivesTheSameModelAndIsReadToItsLastByteOnly() throws IOException {
    byte[] model = file("BF16").bytes("step", "I64", List.of(), new byte[8]).bytes();
    byte[] longer = Arrays.copyOf(model, model.length + 5);
    InputStream in = new ByteArrayInputStream(longer);
    LanguageModel loaded = LanguageModelFile.load(in);
    assertEquals(5, in.available());
    assertArrayEquals(parameters(CONFIG).values(), loaded.parameters().values());
    assertEquals(vocabulary(), loaded.vocabulary());
    LanguageModelFile read = LanguageModelFile.read(new ByteArrayInputStream(model));
    assertEquals(List.of("step"), read.ignored());
  }

  @Test
  void aLargeStreamIsReadAcrossItsChunks() throws IOException {
    LanguageModelConfig large =
        new LanguageModelConfig(new GruCell(), 4, 70, List.of(130), 0, false);
    byte[] model = RawModelFile.of(large, vocabulary(), parameters(large), "F64").bytes();
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(model)) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return super.read(into, offset, Math.min(length, 1000));
          }
        };
    assertTrue(model.length > 500_000, "" + model.length);
    assertArrayEquals(
        parameters(large).values(), LanguageModelFile.load(slow).parameters().values());
  }

  @Test
  void aStreamThatEndsTooEarlyIsRefused() {
    byte[] model = file("F32").bytes();
    for (int length = 0; length < model.length; length += length < 20 ? 1 : 37) {
      InputStream in = new ByteArrayInputStream(model, 0, length);
      ModelFormatException thrown =
          assertThrows(ModelFormatException.class, () -> LanguageModelFile.load(in));
      assertTrue(String.valueOf(thrown.getMessage()).startsWith("the stream: "), thrown.toString());
    }
  }

  @Test
  void aStreamThatNeverEndsIsRefusedByItsFirstBytes() {
    for (int b : new int[] {0, 'x', 0xff}) {
      InputStream endless =
          new InputStream() {
            @Override
            public int read() {
              return b;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
              Arrays.fill(into, offset, offset + length, (byte) b);
              return length;
            }
          };
      ModelFormatException thrown =
          assertThrows(ModelFormatException.class, () -> LanguageModelFile.load(endless));
      assertTrue(String.valueOf(thrown.getMessage()).contains("not a safetensors file"));
    }
  }

  @Test
  void aModelWithoutUnkIsUsedLikeAnyOther() throws IOException {
    LanguageModel model = read(file("F32")).model();
    assertEquals(-1, model.vocabulary().unknownId());
    double sum = 0;
    for (float p : model.newSession().stepProbabilities(model.vocabulary().startId())) {
      sum += p;
    }
    assertEquals(1, sum, 1e-6);
    assertThrows(IllegalArgumentException.class, () -> model.vocabulary().id("z"));
  }
}
