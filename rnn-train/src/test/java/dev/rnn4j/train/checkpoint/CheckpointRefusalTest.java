package dev.rnn4j.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.io.NamedTensor;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.testkit.FileMutations;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingDivergedException;
import dev.rnn4j.train.loop.TrainingExample;
import dev.rnn4j.train.model.LanguageModelCheckpoint;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of something else, and damaged ones: always an explanation, never a surprise. */
class CheckpointRefusalTest {
  private static final TrainingExample EXAMPLE =
      TrainingExample.small().optimizer(AdamChoice.DEFAULT, 0.01);

  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  /** A checkpoint in the middle of the second epoch. */
  @BeforeEach
  void writeGoodFile() throws IOException {
    file = directory.resolve("good");
    try (Workers workers = new Workers(1)) {
      Trainer trainer = EXAMPLE.trainer(workers);
      stopAfter(trainer, 11);
      Checkpoint.write(file, trainer, Map.of("note", "7"));
    }
  }

  private static void stopAfter(Trainer trainer, int steps) {
    int[] done = {0};
    trainer.run(
        new ProgressListener() {
          @Override
          public void onStep(StepReport report) {
            done[0]++;
            if (done[0] == steps) {
              trainer.requestStop();
            }
          }
        });
  }

  private void assertRefused(TrainingExample other, String saying) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.read(file);
        Workers workers = new Workers(1)) {
      Trainer trainer = other.trainer(workers);
      ModelFormatException thrown =
          assertThrows(ModelFormatException.class, () -> checkpoint.restore(trainer));
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.startsWith(file + ": ") && message.contains(saying), message);
    }
  }

  @Test
  void anotherTextIsRefused() throws IOException {
    int[] changed = EXAMPLE.train().clone();
    changed[80] = (changed[80] + 1) % TrainingExample.VOCABULARY;
    assertRefused(EXAMPLE.texts(changed, EXAMPLE.valid()), "text has changed");
    int[] other = EXAMPLE.valid().clone();
    other[3] = (other[3] + 1) % TrainingExample.VOCABULARY;
    assertRefused(EXAMPLE.texts(EXAMPLE.train(), other), "text has changed");
    assertRefused(EXAMPLE.texts(EXAMPLE.train(), new int[0]), "text has changed");
    assertRefused(EXAMPLE.texts(EXAMPLE.valid(), EXAMPLE.train()), "text has changed");
  }

  @Test
  void anotherModelIsRefused() throws IOException {
    assertRefused(EXAMPLE.rnn(Activation.TANH), "another model or vocabulary");
  }

  @Test
  void otherOptionsAreRefused() throws IOException {
    assertRefused(EXAMPLE.batching(5, 5), "the number of epochs and the patience may change");
    assertRefused(EXAMPLE.batching(4, 6), "the number of epochs and the patience may change");
    assertRefused(
        EXAMPLE.optimizer(new SgdChoice(0), 0.01), "the number of epochs and the patience");
    assertRefused(EXAMPLE.seed(1), "the number of epochs and the patience");
    try (Workers workers = new Workers(1)) {
      Trainer more = EXAMPLE.epochs(9, 3).trainer(workers);
      try (Checkpoint checkpoint = Checkpoint.read(file)) {
        checkpoint.restore(more);
      }
      assertEquals(1, more.position().epoch());
      assertEquals(3, more.position().step());
    }
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    Path model = directory.resolve("model");
    try (Workers workers = new Workers(1)) {
      Trainer trainer = EXAMPLE.trainer(workers);
      new LanguageModelFile(
              EXAMPLE.config(), TrainingExample.vocabulary(), trainer.bestParameters(), Map.of())
          .write(model);
    }
    ModelFormatException thrown =
        assertThrows(ModelFormatException.class, () -> Checkpoint.read(model));
    assertTrue(String.valueOf(thrown.getMessage()).contains("not a training checkpoint"));
    assertThrows(ModelFormatException.class, () -> LanguageModelFile.read(file));
    assertThrows(NoSuchFileException.class, () -> Checkpoint.read(directory.resolve("absent")));
    Path text = directory.resolve("text");
    Files.writeString(text, "a text of some length, not a checkpoint at all");
    assertThrows(ModelFormatException.class, () -> Checkpoint.read(text));
  }

  @Test
  void roundedParametersAreRefused() throws IOException {
    Path rounded = directory.resolve("rounded");
    try (SafetensorsReader reader = Safetensors.open(file)) {
      List<NamedTensor> tensors = new ArrayList<>();
      for (String name : reader.names()) {
        tensors.add(copy(reader, name));
      }
      Safetensors.write(rounded, reader.metadata(), tensors);
    }
    ModelFormatException thrown = assertThrows(ModelFormatException.class, () -> read(rounded));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.endsWith("has the type BF16, training needs F32"), message);
  }

  @Test
  void unknownNamesAreSaidWithWhatIsKnown() throws IOException {
    FileMutations mutations = new FileMutations(Files.readAllBytes(file), 1);
    String[][] unknown = {
      {"\\\"MEAN\\\"", "\\\"FOO\\\"", "unknown objective \"FOO\"; this version knows MEAN, WINDOW"},
      {"\\\"adam\\\"", "\\\"lion\\\"", "unknown optimizer \"lion\"; this version knows sgd, adam"},
      {
        "\\\"decay\\\",", "\\\"magic\\\",", "unknown learning-rate schedule \"magic\"; this version"
      },
      {
        "checkpoint/1", "checkpoint/27", "a newer version of this project (\"training-checkpoint/27"
      },
      {
        "checkpoint/1",
        "checkpoint/x",
        "of another version of this project (\"training-checkpoint/x"
      },
    };
    for (String[] one : unknown) {
      Path damaged = Files.write(directory.resolve("damaged"), mutations.with(one[0], one[1]));
      ModelFormatException thrown = assertThrows(ModelFormatException.class, () -> read(damaged));
      assertTrue(String.valueOf(thrown.getMessage()).contains(one[2]), thrown.toString());
    }
  }

  private static void read(Path damaged) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.read(damaged)) {
      LanguageModelCheckpoint.of(checkpoint);
    }
  }

  /** One value at a time of each kind of tensor is no number; the sentence names the tensor. */
  @Test
  void valuesThatAreNoNumbersAreRefused() throws IOException {
    String[] names = {
      "decoder.bias", "best.encoder.weight", "optimizer.m.rnn.weight_hh_l0",
      "optimizer.v.rnn.bias_ih_l1", "state.h_l0", "state.c_l1"
    };
    for (String name : names) {
      for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        assertRefusedWith(name, value, name + " has the value " + value);
      }
    }
    assertRefusedWith("optimizer.v.decoder.bias", -1e-20f, "mean of squares");
  }

  private void assertRefusedWith(String name, float value, String saying) throws IOException {
    Path good = file;
    Path damaged = directory.resolve("damaged");
    try (SafetensorsReader reader = Safetensors.open(good)) {
      List<NamedTensor> tensors = new ArrayList<>();
      for (String each : reader.names()) {
        float[] values = reader.floats(each);
        if (each.equals(name)) {
          values[values.length - 1] = value;
        }
        tensors.add(NamedTensor.floats(each, reader.shape(each), values, 0));
      }
      Safetensors.write(damaged, reader.metadata(), tensors);
    }
    file = damaged;
    assertRefused(EXAMPLE, saying);
    file = good;
  }

  private static NamedTensor copy(SafetensorsReader reader, String name) throws IOException {
    List<Integer> shape = reader.shape(name);
    return switch (reader.dtype(name)) {
      case BF16, F32 -> NamedTensor.bfloat16s(name, shape, reader.floats(name), 0);
      case F64 -> NamedTensor.doubles(name, shape, reader.doubles(name));
      case I64 -> NamedTensor.longs(name, shape, reader.longs(name));
      default -> throw new IllegalStateException(name);
    };
  }

  /** Positions, options and sizes that no training has, each in an otherwise good file. */
  @Test
  void hostileValuesAreRefused() throws IOException {
    FileMutations mutations = new FileMutations(Files.readAllBytes(file), 1);
    String[][] hostile = {
      {"\\\"epoch\\\":1", "\\\"epoch\\\":-1"},
      {"\\\"epoch\\\":1", "\\\"epoch\\\":2147483648"},
      {"\\\"epoch\\\":1", "\\\"epoch\\\":0"},
      {"\\\"step\\\":3", "\\\"step\\\":-3"},
      {"\\\"step\\\":3", "\\\"step\\\":9"},
      {"\\\"step\\\":3", "\\\"step\\\":2147483647"},
      {"\\\"step\\\":3", "\\\"step\\\":4"},
      {"\\\"epoch_tokens\\\":60", "\\\"epoch_tokens\\\":61"},
      {"\\\"epoch_tokens\\\":60", "\\\"epoch_tokens\\\":-60"},
      {"\\\"best_epoch\\\":0", "\\\"best_epoch\\\":1"},
      {"\\\"best_epoch\\\":0", "\\\"best_epoch\\\":-2"},
      {"\\\"failures\\\":0", "\\\"failures\\\":2"},
      {"\\\"failures\\\":0", "\\\"failures\\\":-1"},
      {"\\\"failures_in_a_row\\\":0", "\\\"failures_in_a_row\\\":1"},
      {"\\\"updates\\\":11", "\\\"updates\\\":-11"},
      {"\\\"updates\\\":11", "\\\"updates\\\":12"},
      {"\\\"epoch_loss_bits\\\":", "\\\"epoch_loss_bits\\\":9221120237041090560,\\\"x\\\":"},
      {"\\\"best_loss_bits\\\":", "\\\"best_loss_bits\\\":9221120237041090560,\\\"x\\\":"},
      {"\\\"best_loss_bits\\\":", "\\\"best_loss_bits\\\":9218868437227405312,\\\"x\\\":"},
      {"\\\"epoch\\\":1", "\\\"epoch\\\":1000001"},
      {"\\\"streams\\\":4", "\\\"streams\\\":0"},
      {"\\\"streams\\\":4", "\\\"streams\\\":5"},
      {"\\\"streams\\\":4", "\\\"streams\\\":2147483647"},
      {"\\\"window\\\":5", "\\\"window\\\":-5"},
      {"\\\"window\\\":5", "\\\"window\\\":65536"},
      {"\\\"epochs\\\":2", "\\\"epochs\\\":0"},
      {"\\\"patience\\\":0", "\\\"patience\\\":-1"},
      {"\\\"learning_rate\\\":0.01", "\\\"learning_rate\\\":-0.01"},
      {"\\\"learning_rate\\\":0.01", "\\\"learning_rate\\\":1e300"},
      {"\\\"init_range\\\":", "\\\"init_range\\\":1e30,\\\"y\\\":"},
      {"\\\"objective\\\":\\\"MEAN\\\"", "\\\"objective\\\":\\\"WORST\\\""},
      {"\\\"name\\\":\\\"adam\\\"", "\\\"name\\\":\\\"sgd\\\""},
      {"\\\"name\\\":\\\"decay\\\"", "\\\"name\\\":\\\"magic\\\""},
      {"\\\"hidden_sizes\\\":[7,5]", "\\\"hidden_sizes\\\":[20000,5]"},
      {"\\\"hidden_sizes\\\":[7,5]", "\\\"hidden_sizes\\\":[1048576,1048576]"},
      {"\\\"vocabulary_size\\\":11", "\\\"vocabulary_size\\\":100000000"},
      {"\\\"embedding_size\\\":6", "\\\"embedding_size\\\":1048576"},
    };
    for (String[] one : hostile) {
      Path damaged = directory.resolve("damaged");
      Files.write(damaged, mutations.with(one[0], one[1]));
      assertTrue(isRefused(damaged), one[1] + " is accepted");
      Files.delete(damaged);
    }
  }

  @Test
  void damagedFilesAreRefusedOrUsable() throws IOException {
    FileMutations mutations = new FileMutations(Files.readAllBytes(file), 2026);
    int refused = 0;
    for (int n = 0; n < 600; n++) {
      Path damaged = directory.resolve("damaged");
      Files.write(damaged, mutations.next());
      refused += isRefused(damaged) ? 1 : 0;
      Files.delete(damaged);
    }
    assertTrue(refused > 400, "refused " + refused);
  }

  /** Does with a file what an application does with it, and then takes two steps. */
  private static boolean isRefused(Path damaged) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.read(damaged);
        Workers workers = new Workers(1)) {
      LanguageModelCheckpoint model = LanguageModelCheckpoint.of(checkpoint);
      TrainingExample same =
          EXAMPLE.config(model.config()).settings(model.options()).options(checkpoint.options());
      if (!model.vocabulary().equals(TrainingExample.vocabulary())) {
        return true; // the text would be read with another vocabulary, and then be another text
      }
      Trainer trainer = same.trainer(workers);
      checkpoint.restore(trainer);
      stopAfter(trainer, 2);
      return false;
    } catch (TrainingDivergedException e) {
      return false; // learning rates and such may be odd without being impossible
    } catch (ModelFormatException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith(damaged + ": "), e.toString());
      return true;
    }
  }
}
