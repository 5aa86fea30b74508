package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.data.TokenChecksum;
import dev.rnn4j.train.model.LanguageModelCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a resumed training reads and writes. What it reads stands in the checkpoint and is said
 * before it is read. Where it writes never comes out of a file: it is the model beside the
 * checkpoint if that is this training's own, otherwise {@code --out}.
 */
final class ResumedOutputs {
  /** Before the settings in the metadata of a model. */
  private static final String TRAINING = "rnn4j.training.";

  private ResumedOutputs() {}

  /** The model beside a checkpoint, which is absent, or of the training the checkpoint is of. */
  static Outputs beside(
      Path file, Checkpoint checkpoint, LanguageModelCheckpoint own, TextSource source)
      throws IOException {
    return Outputs.ofResumed(file, model -> isOwn(model, checkpoint, own, source));
  }

  /** Same network, same vocabulary, same settings; a checkpoint and its model are never alone. */
  private static boolean isOwn(
      Path model, Checkpoint checkpoint, LanguageModelCheckpoint own, TextSource source)
      throws IOException {
    try (SafetensorsReader reader = Safetensors.open(model)) {
      Map<String, String> metadata = reader.metadata();
      return LanguageModelFile.readConfig(metadata).equals(own.config())
          && LanguageModelFile.readVocabulary(metadata).equals(own.vocabulary())
          && TrainingNotes.settings(source, own.config(), own.options(), checkpoint.options())
              .entrySet()
              .stream()
              .allMatch(e -> e.getValue().equals(metadata.get(TRAINING + e.getKey())));
    } catch (ModelFormatException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Says what the checkpoint has this training read, and what it will write. */
  static void announce(TextSource source, Outputs outputs, PrintWriter err) {
    StringBuilder texts = new StringBuilder(source.train());
    if (!source.isBuiltin()) {
      texts.append(", validation: ").append(source.valid());
      texts.append(", test: ").append(source.test());
    }
    // the paths are the checkpoint's
    err.println("reading   " + VisibleText.of(texts.toString(), Integer.MAX_VALUE));
    err.println(
        "writing   " + Text.shown(outputs.model()) + ", " + Text.shown(outputs.checkpoint()));
    err.flush();
  }

  /** The trainer knows the other two texts; this one only the command. */
  static void requireTestText(Path file, Checkpoint checkpoint, TrainingData texts) {
    String checksum = Long.toString(TokenChecksum.of(texts.test().ids()));
    // earlier versions did not note it
    if (!checkpoint
        .notes()
        .getOrDefault(LanguageModelTraining.TEST_TEXT, checksum)
        .equals(checksum)) {
      throw new CliException(
          file + ": the test text has changed since; resuming needs the same text");
    }
  }
}
