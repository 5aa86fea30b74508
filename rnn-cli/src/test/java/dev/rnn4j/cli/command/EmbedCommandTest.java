package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.model.SentenceEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbedCommandTest {
  @TempDir private static Path folder;
  private static Path model;
  private static Path text;
  private static final List<String> LINES = new ArrayList<>();

  @BeforeAll
  static void train() throws IOException {
    Path train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
    Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
    List<String> words = List.of("the", "fox", "sees", "dog", "", "a");
    for (int i = 0; i < 300; i++) {
      LINES.add((words.get(i % 6) + " " + words.get(i / 6 % 6) + " ").repeat(i % 5));
    }
    text = Files.writeString(folder.resolve("lines.txt"), String.join("\n", LINES) + "\n");
  }

  private static List<float[]> expected(boolean mean) throws IOException {
    return LanguageModelFile.load(model).encoder(mean).encode(LINES);
  }

  @Test
  void aMatrixForNumpyHoldsTheVectors() throws IOException {
    for (int threads = 1; threads <= 3; threads++) {
      Path out = folder.resolve("v" + threads + ".npy");
      Cli.run("embed", "-m", model, "--data", text, "--out", out, "--threads", threads).succeeded();
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
      byte[] magic = new byte[8];
      bytes.get(magic);
      assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, magic);
      byte[] header = new byte[bytes.getShort()];
      bytes.get(header);
      assertEquals(0, bytes.position() % 64);
      String shape = "(300, " + expected(false).getFirst().length + ")";
      String dictionary = new String(header, StandardCharsets.US_ASCII);
      assertTrue(
          dictionary.startsWith(
              "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }"),
          dictionary);
      assertTrue(dictionary.endsWith(" \n"), dictionary);
      for (float[] vector : expected(false)) {
        for (float value : vector) {
          assertEquals(value, bytes.getFloat(), 0);
        }
      }
      assertFalse(bytes.hasRemaining());
    }
  }

  @Test
  void linesOfNumbersAreReadBackAsTheVectors() throws IOException {
    Cli.Result printed = Cli.run("embed", "-m", model, "--data", text, "--mean").succeeded();
    Path out = folder.resolve("v.csv");
    Cli.run("embed", "-m", model, "--data", text, "--mean", "--out", out).succeeded();
    assertEquals(printed.out().lines().toList(), Files.readAllLines(out));
    List<float[]> expected = expected(true);
    List<String> lines = Files.readAllLines(out);
    assertEquals(expected.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      String[] numbers = lines.get(i).split(",", -1);
      float[] vector = new float[numbers.length];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = Float.parseFloat(numbers[j]);
      }
      assertArrayEquals(expected.get(i), vector);
    }
  }

  @Test
  void theNearestLinesAreThoseOfTheLargestCosine() throws IOException {
    Path queries = Files.writeString(folder.resolve("q.txt"), "the fox \ndog a dog a \n");
    SentenceEncoder encoder = LanguageModelFile.load(model).encoder(false);
    List<float[]> vectors = expected(false);
    for (int threads = 1; threads <= 2; threads++) {
      List<String> rows =
          Cli.run(
                  "embed",
                  "-m",
                  model,
                  "--data",
                  text,
                  "--queries",
                  queries,
                  "--nearest",
                  3,
                  "--threads",
                  threads)
              .succeeded()
              .out()
              .lines()
              .toList();
      assertEquals(6, rows.size());
      for (int q = 0; q < 2; q++) {
        String query = Files.readAllLines(queries).get(q);
        float[] asked = encoder.encode(List.of(query)).getFirst();
        double[] cosines = vectors.stream().mapToDouble(v -> cosine(asked, v)).toArray();
        double[] sorted = Arrays.stream(cosines).sorted().toArray();
        for (int k = 0; k < 3; k++) {
          String[] columns = rows.get(3 * q + k).split("\t", -1);
          assertEquals(query, columns[0]);
          int line = Integer.parseInt(columns[2]) - 1;
          assertEquals(LINES.get(line), columns[3]);
          assertEquals(sorted[sorted.length - 1 - k], cosines[line], 1e-9);
          assertEquals(cosines[line], Double.parseDouble(columns[1]), 1e-4);
        }
      }
    }
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int j = 0; j < a.length; j++) {
      dot += a[j] * b[j];
      aa += a[j] * a[j];
      bb += b[j] * b[j];
    }
    return dot / Math.sqrt(aa) / Math.sqrt(bb);
  }

  @Test
  void nothingIsReplacedOrLeftInPart() throws IOException {
    Path there = Files.writeString(folder.resolve("there.npy"), "mine");
    String message = Cli.run("embed", "-m", model, "--data", text, "--out", there).failed(1);
    assertTrue(message.contains("exists, so it is not replaced"), message);
    assertEquals("mine", Files.readString(there));
    byte[] damaged = "the fox\nthe dog\nx".getBytes(StandardCharsets.UTF_8);
    damaged[damaged.length - 1] = (byte) 0xFF;
    Path out = folder.resolve("part.npy");
    message = Cli.runWithInput(damaged, "embed", "-m", model, "--out", out).failed(1);
    assertTrue(message.contains("standard input") && !message.contains("written"), message);
    assertFalse(Files.exists(out));
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() throws IOException {
    assertTrue(Cli.run("embed", "-m", model, "--nearest", 3).failed(2).contains("needs --queries"));
    assertTrue(
        Cli.run("embed", "-m", model, "--queries", text, "--out", folder.resolve("n.npy"))
            .failed(2)
            .contains("--out is for vectors"));
    assertTrue(
        Cli.run("embed", "-m", model, "--queries", "-")
            .failed(2)
            .contains("the same standard input"));
    String checkpoint =
        Cli.run("embed", "-m", folder.resolve("m.checkpoint.safetensors"), "--data", text)
            .failed(1);
    assertTrue(checkpoint.contains("is the checkpoint of a training"), checkpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "answer, 64, --stories, 30",
    "classify, 8, --pooling, max",
    "tag, 8, --char-width, 4",
    "seq2seq, 8, --examples, 30"
  })
  void modelsOfOtherKindsGiveVectorsToo(String task, int width, String option, String value)
      throws IOException {
    Path other = folder.resolve(task + ".safetensors");
    train(task, other, option, value);
    String out = Cli.runWithInput("Where is Ben?\n\n", "embed", "-m", other).succeeded().out();
    assertEquals(2, out.lines().count());
    assertEquals(width, out.lines().findFirst().orElse("").split(",", -1).length);
    String mean = Cli.runWithInput("x\n", "embed", "-m", other, "--mean").failed(2);
    assertTrue(mean.contains("--mean is of language models; "), mean);
  }

  private static void train(String task, Path model, Object... more) {
    Object[] args = {"train", "--task", task, "--out", model, "--hidden", 4, "--epochs", 1};
    Cli.run(Cli.concat(args, more)).succeeded();
  }

  @Test
  void aForecasterReadsNoTexts() throws IOException {
    Path forecaster = folder.resolve("forecaster.safetensors");
    train("forecast", forecaster, "--every-step");
    String message = Cli.runWithInput("x\n", "embed", "-m", forecaster).failed(1);
    assertTrue(message.contains("is a forecaster, which makes no vectors of texts"), message);
  }
}
