package dev.rnn4j.cli.task;

import dev.rnn4j.cli.report.Measure;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.task.TrainingTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A training that is about to begin: what {@link TrainingRun} needs to know of it. */
public interface Training {
  /** {@return what is trained} */
  TrainingTask task();

  /** {@return how} */
  TrainingOptions options();

  /** {@return such as "names: 1,000 / 100 / 100 sentences for training / validation / test"} */
  String data();

  /** {@return the network, such as "lstm 2x200, embedding 100, dropout 0.5"} */
  String network();

  /** {@return how examples make a batch, such as "batch 32"} */
  String batching();

  /** {@return where the parameters start, such as "init ±0.1"; may be empty} */
  default String start() {
    return "";
  }

  /** {@return about how many bytes it takes, if that is known} */
  default OptionalLong memory() {
    return OptionalLong.empty();
  }

  /** {@return how its losses are shown} */
  Measure measure();

  /** What changes nothing or is easily overlooked, a sentence each. */
  default List<String> remarks(Trainer trainer) {
    return List.of();
  }

  /** {@return whether all that it reads can be read again} */
  boolean isRepeatable();

  /** {@return what is needed, besides the files themselves, to make an equal training again} */
  Map<String, String> notes();

  /**
   * Writes the model.
   *
   * @param file where to
   * @param best its parameters
   * @param trainer where the training stands
   */
  void write(Path file, Parameters best, Trainer trainer) throws IOException;

  /**
   * Prints the result: the test beside baselines, and samples.
   *
   * @param best the parameters
   * @param workers who compute
   * @param out where to
   * @return the same as parts of a page, and pictures
   */
  List<Block> report(Parameters best, Workers workers, PrintWriter out) throws IOException;

  /**
   * What to do with the model.
   *
   * @param model its file, as a shell needs it
   * @return arguments of commands to try
   */
  List<String> next(String model);
}
