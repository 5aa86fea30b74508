package dev.rnn4j.train.checkpoint;

import dev.rnn4j.core.io.DType;
import dev.rnn4j.core.io.FormatVersion;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.io.NamedTensor;
import dev.rnn4j.core.io.ParameterTensors;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingPosition;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A training between two steps, as one {@code .safetensors} file: the parameters of the last step
 * and of the best epoch, the optimiser's moments, the recurrent state, the options and the
 * position. A training restored from it continues as if it had never stopped, to the bit.
 *
 * <p>A checkpoint that is read stays open until it is closed, so that all of it is of one file even
 * if a running training replaces that meanwhile.
 */
public final class Checkpoint implements Closeable {
  /** What files of checkpoints say they are, see {@link FormatVersion}. */
  public static final String VERSION = "training-checkpoint/1";

  private static final String NOTE = "rnn4j.note.";
  private static final String BEST = "best.";
  private static final String MOMENT = "optimizer.";

  private final SafetensorsReader reader;
  private final Path file;
  private final Map<String, String> metadata;
  private final LanguageModelConfig config;
  private final Vocabulary vocabulary;
  private final TrainingOptions options;
  private final TrainingPosition position;

  private Checkpoint(SafetensorsReader reader) throws IOException, JsonException {
    this.reader = reader;
    file = reader.file();
    metadata = reader.metadata();
    FormatVersion.require(reader, VERSION);
    config = LanguageModelFile.readConfig(metadata);
    vocabulary = LanguageModelFile.readVocabulary(metadata);
    if (vocabulary.size() != config.vocabularySize()) {
      throw new ModelFormatException(
          file,
          "its vocabulary has "
              + vocabulary.size()
              + " tokens, its configuration says "
              + config.vocabularySize());
    }
    // a trainer of this configuration will be made before the parameters are read
    for (ParameterLayout.Entry entry : config.layout().entries()) {
      requireFloats(entry.name(), entry.shape());
    }
    options = OptionsJson.read(metadata);
    position = PositionJson.read(metadata);
  }

  /**
   * Writes a checkpoint, replacing an older one when the new one is complete. A thread that was
   * interrupted before, as one may be to stop its training, writes it all the same and stays
   * interrupted.
   *
   * @param file where to
   * @param trainer between two steps
   * @param notes whatever the application needs to make an equal trainer again, such as paths
   * @throws IOException if that fails; an older file is then still there
   */
  public static void write(Path file, Trainer trainer, Map<String, String> notes)
      throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      Safetensors.write(file, metadata(trainer, notes), tensors(trainer));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Map<String, String> metadata(Trainer trainer, Map<String, String> notes) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FormatVersion.KEY, VERSION);
    metadata.putAll(LanguageModelFile.describe(trainer.model().config(), trainer.vocabulary()));
    metadata.put(OptionsJson.KEY, OptionsJson.write(trainer.options()));
    metadata.put(PositionJson.KEY, PositionJson.write(trainer));
    new TreeMap<>(notes).forEach((key, value) -> metadata.put(NOTE + key, value));
    return metadata;
  }

  private static List<NamedTensor> tensors(Trainer trainer) {
    Parameters parameters = trainer.model().parameters();
    List<NamedTensor> tensors = new ArrayList<>(ParameterTensors.of(parameters, ""));
    tensors.addAll(ParameterTensors.of(trainer.bestParameters(), BEST));
    new TreeMap<>(trainer.optimizer().moments())
        .forEach((name, moment) ->
            tensors.addAll(
                ParameterTensors.of(
                    new Parameters(parameters.layout(), moment), MOMENT + name + ".")));
    for (Map.Entry<String, Matrix> entry : stateMatrices(trainer.state()).entrySet()) {
      Matrix m = entry.getValue();
      List<Integer> shape = List.of(m.rows(), m.cols());
      tensors.add(NamedTensor.floats(entry.getKey(), shape, m.data(), m.offset()));
    }
    return tensors;
  }

  private static Map<String, Matrix> stateMatrices(RecurrentState state) {
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    for (int l = 0; l < state.layers(); l++) {
      matrices.put("state.h_l" + l, state.hidden(l));
      if (state.cell(l).cols() > 0) {
        matrices.put("state.c_l" + l, state.cell(l));
      }
    }
    return matrices;
  }

  /**
   * Opens a checkpoint and reads what is needed to make an equal trainer; {@link #restore} then
   * fills it.
   *
   * @param file where it is
   * @return the checkpoint; the caller closes it
   * @throws ModelFormatException if the file is not a checkpoint
   * @throws IOException if it cannot be read
   */
  public static Checkpoint read(Path file) throws IOException {
    SafetensorsReader reader = Safetensors.open(file);
    boolean read = false;
    try {
      Checkpoint checkpoint = new Checkpoint(reader);
      read = true;
      return checkpoint;
    } catch (JsonException | IllegalArgumentException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    } finally {
      if (!read) {
        reader.close();
      }
    }
  }

  /** Closes the file. A trainer that was restored stays as it is. */
  @Override
  public void close() throws IOException {
    reader.close();
  }

  /**
   * The architecture.
   *
   * @return as it was trained
   */
  public LanguageModelConfig config() {
    return config;
  }

  /**
   * The tokens.
   *
   * @return the vocabulary
   */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * How it was trained.
   *
   * @return the options
   */
  public TrainingOptions options() {
    return options;
  }

  /**
   * Where it stopped.
   *
   * @return the position
   */
  public TrainingPosition position() {
    return position;
  }

  /**
   * What the application noted.
   *
   * @return as given to {@link #write}
   */
  public Map<String, String> notes() {
    Map<String, String> notes = new TreeMap<>();
    metadata.forEach((key, value) -> {
      if (key.startsWith(NOTE)) {
        notes.put(key.substring(NOTE.length()), value);
      }
    });
    return notes;
  }

  /**
   * Puts a new trainer where the stopped one stood.
   *
   * @param trainer made with this checkpoint's configuration, vocabulary and options (more epochs
   *     and another patience are fine) and the same text
   * @throws ModelFormatException if the file does not fit the trainer, for example because the text
   *     has changed; the trainer is then of no further use
   * @throws IOException if it cannot be read
   */
  public void restore(Trainer trainer) throws IOException {
    requireSame(trainer);
    try {
      PositionJson.requireText(metadata, trainer);
      ParameterLayout layout = trainer.model().parameters().layout();
      fill(trainer.model().parameters(), "");
      fill(trainer.bestParameters(), BEST);
      for (Map.Entry<String, float[]> moment : trainer.optimizer().moments().entrySet()) {
        fill(new Parameters(layout, moment.getValue()), MOMENT + moment.getKey() + ".");
      }
      for (Map.Entry<String, Matrix> entry : stateMatrices(trainer.state()).entrySet()) {
        Matrix m = entry.getValue();
        fill(entry.getKey(), List.of(m.rows(), m.cols()), m.data(), m.offset());
      }
      trainer.optimizer().resumeAt(PositionJson.updates(metadata, position, trainer));
      trainer.resumeAt(position);
    } catch (JsonException | IllegalArgumentException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private void requireSame(Trainer trainer) throws ModelFormatException {
    boolean sameModel = trainer.model().config().equals(config);
    if (!sameModel || !trainer.vocabulary().equals(vocabulary)) {
      throw new ModelFormatException(
          file, "it is of another model or vocabulary than the trainer that should resume it");
    }
    TrainingOptions now = trainer.options();
    if (!now.equals(options.until(now.epochs(), now.patience()))) {
      throw new ModelFormatException(
          file,
          "only the number of epochs and the patience may change; it was made with "
              + options
              + ", not "
              + now);
    }
  }

  private void fill(Parameters into, String prefix) throws IOException {
    for (ParameterLayout.Entry entry : into.layout().entries()) {
      fill(prefix + entry.name(), entry.shape(), into.values(), entry.offset());
    }
  }

  private void fill(String name, List<Integer> shape, float[] into, int offset) throws IOException {
    requireFloats(name, shape);
    reader.floats(name, into, offset);
    int size = shape.stream().reduce(1, Math::multiplyExact);
    for (int i = offset; i < offset + size; i++) {
      if (!Float.isFinite(into[i])) {
        throw new ModelFormatException(
            file, name + " has a value that is " + into[i] + "; the checkpoint is damaged");
      }
    }
  }

  private void requireFloats(String name, List<Integer> shape) throws IOException {
    if (!reader.contains(name)) {
      throw new ModelFormatException(file, "it lacks " + name);
    }
    if (!reader.shape(name).equals(shape)) {
      throw new ModelFormatException(
          file, name + " has shape " + reader.shape(name) + ", model and batch size need " + shape);
    }
    if (reader.dtype(name) != DType.F32) {
      throw new ModelFormatException(
          file, name + " has the type " + reader.dtype(name) + ", training needs " + DType.F32);
    }
  }
}
