package dev.rnn4j.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on the page about the model file, run by Python, and its file used by a model. */
class ModelFileDocumentTest {
  private static final Pattern PYTHON = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
  private static final int H = 5;

  @TempDir private Path directory = Path.of("");

  @Test
  void aModelWrittenByThePagesProgramPredictsWhatItsFormulasSay()
      throws IOException, InterruptedException {
    Path file = directory.resolve("model.safetensors");
    runPython(file);
    LanguageModelFile read = LanguageModelFile.read(file);
    assertEquals(List.of("\n", "a", "b", "c"), read.vocabulary().tokens());
    assertEquals(Vocabulary.Level.CHARACTER, read.vocabulary().level());
    assertEquals(Map.of("origin", "made up"), read.training());
    LanguageModel model = read.model();
    LanguageModelSession session = model.newSession();
    Reference reference = new Reference(file);
    int token = model.vocabulary().startId();
    assertEquals(0, token);
    for (int next : new int[] {1, 3, 2, 2, 0, 1}) {
      float[] p = session.stepProbabilities(token);
      double[] expected = reference.step(token);
      for (int v = 0; v < expected.length; v++) {
        assertEquals(expected[v], p[v], 2e-6);
      }
      token = next;
    }
  }

  private void runPython(Path file) throws IOException, InterruptedException {
    String page = Files.readString(SharedData.repositoryRoot().resolve("docs/model-file.md"));
    Matcher block = PYTHON.matcher(page);
    assertTrue(block.find(), "docs/model-file.md has no python block");
    Path program = Files.writeString(directory.resolve("write.py"), block.group(1));
    Process python;
    try {
      python =
          new ProcessBuilder("python3", program.toString(), file.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      abort("there is no python3 here, so the program of docs/model-file.md is not run: " + e);
      return;
    }
    String output = new String(python.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, python.waitFor(), output);
  }

  /** One LSTM layer as in a textbook, in double precision, from nothing but the tensors. */
  private static final class Reference {
    private final float[] embedding;
    private final float[] inputWeights;
    private final float[] recurrentWeights;
    private final float[] inputBias;
    private final float[] recurrentBias;
    private final float[] decoder;
    private final float[] decoderBias;
    private double[] h = new double[H];
    private final double[] c = new double[H];

    Reference(Path file) throws IOException {
      try (SafetensorsReader in = Safetensors.open(file)) {
        embedding = in.floats("encoder.weight");
        inputWeights = in.floats("rnn.weight_ih_l0");
        recurrentWeights = in.floats("rnn.weight_hh_l0");
        inputBias = in.floats("rnn.bias_ih_l0");
        recurrentBias = in.floats("rnn.bias_hh_l0");
        decoder = in.floats("decoder.weight");
        decoderBias = in.floats("decoder.bias");
      }
    }

    double[] step(int token) {
      double[] next = new double[H];
      for (int j = 0; j < H; j++) {
        double i = sigmoid(gate(j, token));
        double f = sigmoid(gate(H + j, token));
        double g = Math.tanh(gate(2 * H + j, token));
        double o = sigmoid(gate(3 * H + j, token));
        c[j] = f * c[j] + i * g;
        next[j] = o * Math.tanh(c[j]);
      }
      h = next;
      double[] p = new double[decoderBias.length];
      double sum = 0;
      for (int v = 0; v < p.length; v++) {
        double logit = decoderBias[v];
        for (int j = 0; j < H; j++) {
          logit += decoder[v * H + j] * h[j];
        }
        p[v] = Math.exp(logit);
        sum += p[v];
      }
      for (int v = 0; v < p.length; v++) {
        p[v] /= sum;
      }
      return p;
    }

    private double gate(int row, int token) {
      int width = inputWeights.length / (4 * H);
      double sum = (double) inputBias[row] + recurrentBias[row];
      for (int k = 0; k < width; k++) {
        sum += (double) inputWeights[row * width + k] * embedding[token * width + k];
      }
      for (int k = 0; k < H; k++) {
        sum += recurrentWeights[row * H + k] * h[k];
      }
      return sum;
    }

    private static double sigmoid(double x) {
      return 1 / (1 + Math.exp(-x));
    }
  }
}
