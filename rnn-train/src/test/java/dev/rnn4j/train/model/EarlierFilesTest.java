package dev.rnn4j.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.Progress;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingExample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model and a checkpoint, in the middle of an epoch, that an earlier version wrote: they open,
 * and what is computed on from them is what that version computed, to the bit. The LSTM is tied,
 * with dropout and momentum, the GRU is trained by Adam; both on the texts of {@link
 * TrainingExample}.
 */
class EarlierFilesTest {
  private static final int[] TRAIN = TrainingExample.text(157, 1);
  private static final int[] VALID = TrainingExample.text(60, 2);

  @TempDir private Path directory = Path.of("");

  @Test
  void anLstmIsResumedToTheBit() throws IOException {
    assertResumed("lstm");
  }

  @Test
  void aGruIsResumedToTheBit() throws IOException {
    assertResumed("gru");
  }

  /** Which width the vectors have here is not known, so those of either will do. */
  private void assertResumed(String name) throws IOException {
    assertEquals(recorded(name, "scalar"), resumed(name, "scalar"));
    String vectors = resumed(name, "simd");
    List<String> widths = List.of(recorded(name, "simd128"), recorded(name, "simd256"));
    assertTrue(widths.contains(vectors), () -> vectors + "\nis none of\n" + widths);
  }

  private static String recorded(String name, String kernels) throws IOException {
    String prefix = name + " " + kernels + " ";
    return new String(resource("resumed.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(EarlierFilesTest.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }

  private Path copy(String name) throws IOException {
    return Files.write(directory.resolve(name), resource(name));
  }

  private String resumed(String name, String kernelsName) throws IOException {
    Kernels kernels = KernelSelection.named(kernelsName).kernels();
    try (Workers workers = new Workers(2);
        Checkpoint checkpoint = Checkpoint.read(copy(name + ".checkpoint.safetensors"))) {
      LanguageModelCheckpoint of = LanguageModelCheckpoint.of(checkpoint);
      LanguageModelTask task =
          LanguageModelTask.builder(of.vocabulary(), TRAIN)
              .valid(VALID)
              .config(of.config())
              .options(of.options())
              .kernels(kernels)
              .build();
      Trainer trainer = new Trainer(task, checkpoint.options(), workers);
      checkpoint.restore(trainer);
      assertEquals(Map.of("train", "a text", "kernels", "scalar"), checkpoint.notes());
      Progress progress = new Progress();
      assertTrue(trainer.run(progress));
      LanguageModelFile file = LanguageModelFile.read(copy(name + ".safetensors"));
      LanguageModel model =
          LanguageModel.of(file.config(), file.vocabulary(), file.parameters(), kernels);
      double nats = new Evaluator(model, workers).evaluate(VALID).nats();
      return checksum(trainer) + " " + hex(nats) + " " + losses(progress);
    }
  }

  private static long checksum(Trainer trainer) {
    CRC32 checksum = new CRC32();
    for (Parameters parameters : List.of(trainer.task().parameters(), trainer.bestParameters())) {
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES);
      for (float value : parameters.values()) {
        checksum.update(bytes.putFloat(0, value).array());
      }
    }
    return checksum.getValue();
  }

  private static String losses(Progress progress) {
    StringBuilder losses = new StringBuilder();
    for (StepReport step : progress.steps()) {
      losses.append(hex(step.loss())).append(' ');
    }
    for (EpochReport epoch : progress.epochs()) {
      losses.append('v').append(hex(epoch.validLoss())).append(' ');
    }
    return losses.toString().strip();
  }

  private static String hex(double value) {
    return "%016x".formatted(Double.doubleToLongBits(value));
  }
}
