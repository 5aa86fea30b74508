package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;

/**
 * What all networks of this package have in common: parameters, and kernels that compute with them.
 * For use they are read-only and shared by any number of threads; only training changes them.
 */
public interface Network {
  /** {@return the parameters: live in training, otherwise a copy, to the bit} */
  Parameters parameters();

  /** {@return the arithmetic} */
  Kernels kernels();

  /** {@return whether there is a backward pass} */
  boolean isTrainable();

  /**
   * Packs the parameters again after training changed them.
   *
   * @param w whose share to pack; all workers have met when this returns
   */
  void repack(Worker w);
}
