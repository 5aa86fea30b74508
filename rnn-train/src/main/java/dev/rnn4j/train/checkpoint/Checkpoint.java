package dev.rnn4j.train.checkpoint;

import dev.rnn4j.core.io.FormatVersion;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.io.NamedTensor;
import dev.rnn4j.core.io.ParameterTensors;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingPosition;
import dev.rnn4j.train.task.TrainingTask;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A training between two steps, as one {@code .safetensors} file: the parameters of the last step
 * and of the best epoch, the optimiser's moments, what the task carries from step to step, its
 * description, the options and the position. A training restored from it continues as if it had
 * never stopped, to the bit.
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
  private static final String CARRIED = "state.";

  private final SafetensorsReader reader;
  private final Path file;
  private final Map<String, String> metadata;
  private final TrainingOptions options;
  private final TrainingPosition position;

  private Checkpoint(SafetensorsReader reader, @Nullable TrainingOptions known)
      throws IOException, JsonException {
    this.reader = reader;
    file = reader.file();
    metadata = reader.metadata();
    FormatVersion.require(reader, VERSION);
    options = known == null ? OptionsJson.read(metadata) : known;
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
    Map<String, String> description = trainer.task().description();
    metadata.put(FormatVersion.KEY, FormatVersion.of(VERSION, description));
    metadata.putAll(description);
    metadata.put(OptionsJson.KEY, OptionsJson.write(trainer));
    metadata.put(PositionJson.KEY, PositionJson.write(trainer));
    new TreeMap<>(notes).forEach((key, value) -> metadata.put(NOTE + key, value));
    return metadata;
  }

  private static List<NamedTensor> tensors(Trainer trainer) {
    Parameters parameters = trainer.task().parameters();
    List<NamedTensor> tensors = new ArrayList<>(ParameterTensors.of(parameters, ""));
    tensors.addAll(ParameterTensors.of(trainer.bestParameters(), BEST));
    new TreeMap<>(trainer.optimizer().moments())
        .forEach((name, moment) ->
            tensors.addAll(
                ParameterTensors.of(
                    new Parameters(parameters.layout(), moment), MOMENT + name + ".")));
    Map<String, Matrix> carried = trainer.task().carried();
    Parameters copy = new Parameters(layout(carried));
    carried.forEach((name, m) -> copy.matrix(name).set(m));
    tensors.addAll(ParameterTensors.of(copy, CARRIED));
    return tensors;
  }

  private static ParameterLayout layout(Map<String, Matrix> carried) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    carried.forEach((name, m) -> layout.matrix(name, m.rows(), m.cols()));
    return layout.build();
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
    return open(file, null);
  }

  /**
   * Resumes a training whose options the caller knows. Its optimiser and its schedule may be of any
   * kind, while {@link #read} has to make those it finds, and so knows only this library's.
   *
   * @param file where the checkpoint is
   * @param trainer as for {@link #restore}
   * @throws ModelFormatException if the file is not a checkpoint or does not fit the trainer, which
   *     is then of no further use
   * @throws IOException if it cannot be read
   */
  public static void resume(Path file, Trainer trainer) throws IOException {
    try (Checkpoint checkpoint = open(file, trainer.options())) {
      checkpoint.restore(trainer);
    }
  }

  private static Checkpoint open(Path file, @Nullable TrainingOptions known) throws IOException {
    SafetensorsReader reader = Safetensors.open(file);
    boolean read = false;
    try {
      Checkpoint checkpoint = new Checkpoint(reader, known);
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
   * The file.
   *
   * @return as given to {@link #read}
   */
  public Path file() {
    return file;
  }

  /**
   * All metadata of the file, among them the description of the task.
   *
   * @return an immutable map
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * The settings of the task, in one object with those of the training.
   *
   * @return JSON
   */
  public String settings() {
    return metadata.getOrDefault(OptionsJson.KEY, "{}");
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
   * Fails unless there are parameters to train of such a layout. To be asked before a task of that
   * size is made.
   *
   * @param layout names and shapes
   * @throws ModelFormatException if one is missing or of another shape
   * @throws IOException if the file cannot be read
   */
  public void requireParameters(ParameterLayout layout) throws IOException {
    ParameterTensors.requireExact(reader, layout, "");
  }

  /**
   * Puts a new trainer where the stopped one stood.
   *
   * @param trainer made with the options of this checkpoint (more epochs and another patience are
   *     fine) and a task equal to the one it was written of
   * @throws ModelFormatException if the file does not fit the trainer, for example because its data
   *     have changed; the trainer is then of no further use
   * @throws IOException if it cannot be read
   */
  public void restore(Trainer trainer) throws IOException {
    TrainingTask task = trainer.task();
    try {
      task.requireSame(metadata, PositionJson.fingerprint(metadata));
      OptionsJson.requireSame(metadata, trainer);
      ParameterLayout layout = task.parameters().layout();
      ParameterTensors.restore(reader, task.parameters(), "");
      ParameterTensors.restore(reader, trainer.bestParameters(), BEST);
      for (Map.Entry<String, float[]> moment : trainer.optimizer().moments().entrySet()) {
        Parameters into = new Parameters(layout, moment.getValue());
        ParameterTensors.restore(reader, into, MOMENT + moment.getKey() + ".");
      }
      Map<String, Matrix> carried = task.carried();
      Parameters copy = new Parameters(layout(carried));
      ParameterTensors.restore(reader, copy, CARRIED);
      carried.forEach((name, m) -> m.set(copy.matrix(name)));
      trainer.optimizer().recall(PositionJson.memory(metadata));
      trainer.optimizer().resumeAt(PositionJson.updates(metadata, position, trainer));
      trainer.resumeAt(position);
    } catch (JsonException | IllegalArgumentException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }
}
