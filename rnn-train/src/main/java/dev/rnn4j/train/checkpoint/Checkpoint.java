package dev.rnn4j.train.checkpoint;

import dev.rnn4j.core.io.DType;
import dev.rnn4j.core.io.FormatVersion;
import dev.rnn4j.core.io.JsonException;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.io.NamedTensor;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.ParameterLayout;
import dev.rnn4j.core.model.Parameters;
import dev.rnn4j.core.model.Vocabulary;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingPosition;
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
 * position. A training restored from it goes on as if it had never stopped, to the bit.
 */
public final class Checkpoint {
  /** What files of checkpoints say they are, see {@link FormatVersion}. */
  public static final String VERSION = "training-checkpoint/1";

  private static final String NOTE = "rnn4j.note.";
  private static final String BEST = "best.";
  private static final String MOMENT = "optimizer.";

  private final Path file;
  private final LanguageModelConfig config;
  private final Vocabulary vocabulary;
  private final Map<String, String> metadata;
  private final TrainingOptions options;

  private Checkpoint(
      Path file,
      LanguageModelConfig config,
      Vocabulary vocabulary,
      Map<String, String> metadata,
      TrainingOptions options) {
    this.file = file;
    this.config = config;
    this.vocabulary = vocabulary;
    this.metadata = metadata;
    this.options = options;
  }

  /**
   * Writes a checkpoint, replacing an older one when the new one is complete.
   *
   * @param file where to
   * @param trainer between two steps
   * @param notes whatever the application needs to make an equal trainer again, such as paths
   * @throws IOException if that fails; an older file is then still there
   */
  public static void write(Path file, Trainer trainer, Map<String, String> notes)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FormatVersion.KEY, VERSION);
    metadata.putAll(
        LanguageModelFile.describe(trainer.model().config(), trainer.model().vocabulary()));
    metadata.put(OptionsJson.KEY, OptionsJson.write(trainer.options()));
    metadata.put(PositionJson.KEY, PositionJson.write(trainer));
    notes.forEach((key, value) -> metadata.put(NOTE + key, value));
    Safetensors.write(file, metadata, tensors(trainer));
  }

  private static List<NamedTensor> tensors(Trainer trainer) {
    Parameters parameters = trainer.model().parameters();
    List<NamedTensor> tensors = new ArrayList<>(LanguageModelFile.tensors(parameters, ""));
    tensors.addAll(LanguageModelFile.tensors(trainer.bestParameters(), BEST));
    new TreeMap<>(trainer.optimizer().moments())
        .forEach((name, moment) ->
            tensors.addAll(
                LanguageModelFile.tensors(
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
   * Reads what is needed to make an equal trainer; {@link #restore} then fills it.
   *
   * @param file where it is
   * @return the checkpoint
   * @throws ModelFormatException if the file is not a checkpoint
   * @throws IOException if it cannot be read
   */
  public static Checkpoint read(Path file) throws IOException {
    try (SafetensorsReader reader = Safetensors.open(file)) {
      Map<String, String> metadata = reader.metadata();
      FormatVersion.require(reader, VERSION);
      LanguageModelConfig config = LanguageModelFile.readConfig(metadata);
      Vocabulary vocabulary = LanguageModelFile.readVocabulary(metadata);
      if (vocabulary.size() != config.vocabularySize()) {
        throw new ModelFormatException(
            file,
            "its vocabulary has "
                + vocabulary.size()
                + " tokens, its configuration says "
                + config.vocabularySize());
      }
      // a trainer of this configuration will be made before the parameters are read
      for (ParameterLayout.Entry entry : ParameterLayout.of(config).entries()) {
        requireFloats(reader, entry.name(), entry.shape());
      }
      return new Checkpoint(file, config, vocabulary, metadata, OptionsJson.read(metadata));
    } catch (JsonException | IllegalArgumentException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
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
   *     are fine) and the same text
   * @throws ModelFormatException if the file does not fit the trainer, for example because the text
   *     has changed; the trainer is then of no further use
   * @throws IOException if it cannot be read
   */
  public void restore(Trainer trainer) throws IOException {
    requireSame(trainer);
    try (SafetensorsReader reader = Safetensors.open(file)) {
      TrainingPosition position = PositionJson.read(metadata, trainer);
      fill(reader, trainer.model().parameters(), "");
      fill(reader, trainer.bestParameters(), BEST);
      for (Map.Entry<String, float[]> moment : trainer.optimizer().moments().entrySet()) {
        Parameters view = new Parameters(trainer.model().parameters().layout(), moment.getValue());
        fill(reader, view, MOMENT + moment.getKey() + ".");
      }
      for (Map.Entry<String, Matrix> entry : stateMatrices(trainer.state()).entrySet()) {
        Matrix m = entry.getValue();
        requireFloats(reader, entry.getKey(), List.of(m.rows(), m.cols()));
        reader.floats(entry.getKey(), m.data(), m.offset());
      }
      trainer.optimizer().resumeAt(PositionJson.updates(metadata, position, trainer));
      trainer.resumeAt(position);
    } catch (JsonException | IllegalArgumentException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private void requireSame(Trainer trainer) throws ModelFormatException {
    boolean sameModel = trainer.model().config().equals(config);
    if (!sameModel || !trainer.model().vocabulary().equals(vocabulary)) {
      throw new ModelFormatException(
          file, "it is of another model or vocabulary than the trainer it should go on in");
    }
    TrainingOptions now = trainer.options();
    TrainingOptions then =
        new TrainingOptions(
            options.batching(),
            options.optimization(),
            options.initialization(),
            now.epochs(),
            options.patience(),
            options.seed());
    if (!now.equals(then)) {
      throw new ModelFormatException(
          file,
          "only the number of epochs may change; it was made with " + options + ", not " + now);
    }
  }

  private void fill(SafetensorsReader reader, Parameters into, String prefix) throws IOException {
    Parameters read = LanguageModelFile.readParameters(reader, config, prefix);
    if (read.format() != WeightFormat.FLOAT32) {
      throw new ModelFormatException(
          file, "parameters " + prefix + "* are rounded; training needs " + DType.F32);
    }
    System.arraycopy(read.values(), 0, into.values(), 0, into.values().length);
  }

  private static void requireFloats(SafetensorsReader reader, String name, List<Integer> shape)
      throws IOException {
    if (!reader.contains(name)) {
      throw new ModelFormatException(reader.file(), "it lacks " + name);
    }
    if (!reader.shape(name).equals(shape)) {
      throw new ModelFormatException(
          reader.file(),
          name + " has shape " + reader.shape(name) + ", model and batch size need " + shape);
    }
    if (reader.dtype(name) != DType.F32) {
      throw new ModelFormatException(
          reader.file(),
          name + " has the type " + reader.dtype(name) + ", training needs " + DType.F32);
    }
  }
}
