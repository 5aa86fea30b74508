package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.KernelChecks;
import dev.rnn4j.core.kernel.ScalarGates;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/** Nonlinearities and gates; each kind of cell has a class of its own. */
interface SimdGates extends ScalarGates {
  /** What says until when plain code computes. */
  WarmUp warmUp();

  @Override
  default void activate(Worker w, Activation f, Matrix z, Matrix h) {
    KernelChecks.sameShape("activate", z, h);
    if (warmUp().takesVectors(w)) {
      Activations.forward(w, f, z, h);
    } else {
      ColdGates.PLAIN.activate(w, f, z, h);
    }
  }

  @Override
  default void activateBackward(Worker w, Activation f, Matrix h, Matrix dh, Matrix dz) {
    KernelChecks.activateBackward(h, dh, dz);
    Activations.backward(w, f, h, dh, dz);
  }

  @Override
  default void lstmForward(Worker w, Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h) {
    KernelChecks.lstm(gates, cPrev, c, tanhC, h);
    if (warmUp().takesVectors(w)) {
      LstmGates.forward(w, gates, cPrev, c, tanhC, h);
    } else {
      ColdGates.PLAIN.lstmForward(w, gates, cPrev, c, tanhC, h);
    }
  }

  @Override
  default void lstmBackward(
      Worker w, Matrix gates, Matrix cPrev, Matrix tanhC, Matrix dh, Matrix dc) {
    KernelChecks.lstm(gates, cPrev, tanhC, dh, dc);
    LstmGates.backward(w, gates, cPrev, tanhC, dh, dc);
  }

  @Override
  default void gruForward(Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h) {
    KernelChecks.gru(gates, recurrent, hPrev, h);
    if (warmUp().takesVectors(w)) {
      GruGates.forward(w, gates, recurrent, hPrev, h);
    } else {
      ColdGates.PLAIN.gruForward(w, gates, recurrent, hPrev, h);
    }
  }

  @Override
  default void gruBackward(
      Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix dh, Matrix dhPrev) {
    KernelChecks.gruBackward(gates, recurrent, hPrev, dh, dhPrev);
    GruGates.backward(w, gates, recurrent, hPrev, dh, dhPrev);
  }

  @Override
  default void gruReset(Worker w, Matrix gates, Matrix hPrev, Matrix rh) {
    KernelChecks.gruHalf(gates, hPrev, rh);
    if (warmUp().takesVectors(w)) {
      GruGates.reset(w, gates, hPrev, rh);
    } else {
      ColdGates.PLAIN.gruReset(w, gates, hPrev, rh);
    }
  }

  @Override
  default void gruUpdate(Worker w, Matrix gates, Matrix hPrev, Matrix h) {
    KernelChecks.gruHalf(gates, hPrev, h);
    if (warmUp().takesVectors(w)) {
      GruGates.update(w, gates, hPrev, h);
    } else {
      ColdGates.PLAIN.gruUpdate(w, gates, hPrev, h);
    }
  }

  @Override
  default void gruUpdateBackward(Worker w, Matrix gates, Matrix hPrev, Matrix dh, Matrix dhPrev) {
    KernelChecks.gruHalf(gates, hPrev, dh, dhPrev);
    GruGates.updateBackward(w, gates, hPrev, dh, dhPrev);
  }

  @Override
  default void gruResetBackward(Worker w, Matrix gates, Matrix hPrev, Matrix drh, Matrix dhPrev) {
    KernelChecks.gruHalf(gates, hPrev, drh, dhPrev);
    GruGates.resetBackward(w, gates, hPrev, drh, dhPrev);
  }

  @Override
  default void lstmState(Worker w, Matrix gates, Matrix cPrev, Matrix c) {
    KernelChecks.lstmHalf(gates, cPrev, c);
    if (warmUp().takesVectors(w)) {
      LstmGates.state(w, gates, cPrev, c);
    } else {
      ColdGates.PLAIN.lstmState(w, gates, cPrev, c);
    }
  }

  @Override
  default void lstmOutput(Worker w, Matrix gates, Matrix v, Matrix tanhC, Matrix h) {
    KernelChecks.lstmHalf(gates, v, tanhC, h);
    if (warmUp().takesVectors(w)) {
      LstmGates.output(w, gates, v, tanhC, h);
    } else {
      ColdGates.PLAIN.lstmOutput(w, gates, v, tanhC, h);
    }
  }

  @Override
  default void lstmOutputBackward(Worker w, Matrix gates, Matrix tanhC, Matrix dh, Matrix dv) {
    KernelChecks.lstmHalf(gates, tanhC, dh, dv);
    LstmGates.outputBackward(w, gates, tanhC, dh, dv);
  }

  @Override
  default void lstmStateBackward(Worker w, Matrix gates, Matrix cPrev, Matrix dc) {
    KernelChecks.lstmHalf(gates, cPrev, dc);
    LstmGates.stateBackward(w, gates, cPrev, dc);
  }

  @Override
  default void addScaled(Worker w, Matrix x, Matrix scale, Matrix y) {
    KernelChecks.addScaled(x, scale, y);
    if (warmUp().takesVectors(w)) {
      Scales.add(w, x, scale, y);
    } else {
      ColdGates.PLAIN.addScaled(w, x, scale, y);
    }
  }

  @Override
  default void addColumnProducts(Worker w, Matrix a, Matrix b, Matrix sums) {
    KernelChecks.addScaled(a, sums, b);
    Scales.addColumnProducts(w, a, b, sums);
  }
}
