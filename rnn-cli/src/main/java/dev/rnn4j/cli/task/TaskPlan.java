package dev.rnn4j.cli.task;

import dev.rnn4j.cli.report.Measure;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.task.TrainingTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** What a kind of model makes of its options: everything that {@link PlannedTraining} asks for. */
public interface TaskPlan {
  /** {@return what is trained} */
  TrainingTask task();

  /** {@return such as "names: 1,000 / 100 / 100 sentences for training / validation / test"} */
  String data();

  /** {@return the network, such as "lstm 1x200 in both directions, embedding 100"} */
  String network();

  /** {@return how examples make a batch, such as "batch 32"} */
  String batching();

  /** {@return how its losses are shown} */
  Measure measure();

  /** {@return what is easily overlooked, a sentence each} */
  default List<String> remarks() {
    return List.of();
  }

  /** {@return what its model files say they are, such as "tagger/1"} */
  String version();

  /** {@return what the model is, as the metadata of its files} */
  Map<String, String> description();

  /**
   * What a model file says, where that depends on what was learned.
   *
   * @param best the parameters that are written
   * @return by default {@link #description()}
   */
  default Map<String, String> description(Parameters best) {
    return description();
  }

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
