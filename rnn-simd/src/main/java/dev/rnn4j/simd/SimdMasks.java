package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.KernelChecks;
import dev.rnn4j.core.kernel.ScalarMasks;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/** Dropout and zoneout. */
interface SimdMasks extends ScalarMasks {
  @Override
  default void dropout(Worker w, Matrix x, Matrix y, float p, long key) {
    KernelChecks.sameShape("dropout", x, y);
    Dropout.apply(w, x, y, p, key);
  }

  @Override
  default void dropoutOfTerm(Worker w, Matrix a, Matrix b, Matrix sum, float p, long key) {
    KernelChecks.sameShape("dropoutOfTerm", a, b);
    KernelChecks.sameShape("dropoutOfTerm", a, sum);
    TermDropout.apply(w, a, b, sum, p, key);
  }

  @Override
  default void zoneout(Worker w, Matrix before, Matrix state, float p, long key) {
    KernelChecks.sameShape("zoneout", before, state);
    ZoneoutLanes.forward(w, before, state, p, key);
  }

  @Override
  default void zoneoutBackward(
      Worker w, Matrix gradient, Matrix before, float p, long key, boolean accumulate) {
    KernelChecks.sameShape("zoneoutBackward", gradient, before);
    ZoneoutLanes.backward(w, gradient, before, p, key, accumulate);
  }
}
