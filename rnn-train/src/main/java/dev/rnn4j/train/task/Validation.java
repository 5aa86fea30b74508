package dev.rnn4j.train.task;

import dev.rnn4j.core.kernel.Workers;
import java.util.function.BooleanSupplier;

/** Measures a network on what it is not trained on. */
@FunctionalInterface
public interface Validation {
  /**
   * Measures.
   *
   * @param workers who compute
   * @param stop asked now and then; if true the result is not used, so it may be of any part
   * @return any finite number of which less is better, such as a loss or the share of errors
   */
  double measure(Workers workers, BooleanSupplier stop);
}
