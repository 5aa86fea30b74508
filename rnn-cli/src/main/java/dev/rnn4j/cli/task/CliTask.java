package dev.rnn4j.cli.task;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * One kind of model on the command line. All there are stand in one list; adding one is a new room
 * and a line of that list.
 */
public interface CliTask {
  /** {@return what {@code rnn train --task} calls it, such as "tag"} */
  String name();

  /** {@return what its model files say they are, such as "tagger"} */
  String kind();

  /** {@return {@code rnn train --task} of its name, a command of picocli's} */
  TaskTraining newTraining(Surroundings surroundings);

  /** {@return {@code rnn eval} of a model of its kind, a command of picocli's} */
  TaskEvaluation newEvaluation(Surroundings surroundings);

  /**
   * Makes vectors of texts of a model, as {@code rnn embed} does.
   *
   * @param model the file of a model of this kind
   * @param kernels the arithmetic
   * @return the encoder
   * @throws CliException if such a model reads no texts
   */
  default SentenceEncoder encoder(Path model, Kernels kernels) throws IOException {
    throw new CliException(
        "%s is a %s, which makes no vectors of texts".formatted(Text.shown(model), kind()));
  }

  /** {@return the commands that use such a model, by name, such as {@code rnn tag}} */
  default SequencedMap<String, Supplier<Object>> commands(Surroundings surroundings) {
    return new LinkedHashMap<>();
  }
}
