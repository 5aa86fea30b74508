package dev.rnn4j.train.model;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.ForecasterNetwork;
import dev.rnn4j.core.model.ForecasterPass;
import dev.rnn4j.core.model.SeriesWindow;
import dev.rnn4j.train.task.Validation;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The mean loss of a forecaster over windows that it is not trained on. */
public final class SeriesValidation implements Validation {
  private static final int BATCH = 128;

  private final ForecasterNetwork network;
  private final ForecasterPass pass;
  private final List<SeriesWindow> windows;

  /**
   * A validation.
   *
   * @param network what is trained
   * @param windows one or more, with targets
   */
  public SeriesValidation(ForecasterNetwork network, List<SeriesWindow> windows) {
    this.network = network;
    this.windows = List.copyOf(windows);
    pass = new ForecasterPass(network, null);
  }

  @Override
  public double measure(Workers workers, BooleanSupplier stop) {
    double loss = 0;
    long targets = 0;
    for (int i = 0; i < windows.size() && !stop.getAsBoolean(); i += BATCH) {
      List<SeriesWindow> batch = windows.subList(i, Math.min(i + BATCH, windows.size()));
      pass.begin(batch);
      workers.run(pass::evaluate);
      loss += pass.totalLoss();
      for (SeriesWindow window : batch) {
        targets += network.config().targets(window);
      }
    }
    return loss / targets;
  }
}
