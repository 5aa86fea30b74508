package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.tensor.Matrix;

/**
 * One unit of {@code lstmBackward}, a method for each line of docs/derivations/lstm.md; as it
 * stands, right.
 */
class LstmUnit {
  float i;
  float f;
  float g;
  float o;
  float cPrev;
  float tanhC;
  float dh;
  float dcNext;

  float dO() {
    return dh * tanhC;
  }

  float dTanhC() {
    return dh * o;
  }

  float dc() {
    return dcNext + dTanhC() * (1 - tanhC * tanhC);
  }

  float df() {
    return dc() * cPrev;
  }

  float di() {
    return dc() * g;
  }

  float dg() {
    return dc() * i;
  }

  float dcPrev() {
    return dc() * f;
  }

  float dzI() {
    return di() * i * (1 - i);
  }

  float dzF() {
    return df() * f * (1 - f);
  }

  float dzG() {
    return dg() * (1 - g * g);
  }

  float dzO() {
    return dO() * o * (1 - o);
  }

  /** {@code lstmBackward(w, gates, cPrev, tanhC, dh, dc)} by units of one's own. */
  static void backward(KernelCall call, LstmUnit unit) {
    Matrix gates = call.matrix(1);
    Matrix dh = call.matrix(4);
    Matrix dc = call.matrix(5);
    int units = dh.cols();
    for (int b = 0; b < dh.rows(); b++) {
      for (int u = 0; u < units; u++) {
        unit.i = gates.get(b, u);
        unit.f = gates.get(b, u + units);
        unit.g = gates.get(b, u + 2 * units);
        unit.o = gates.get(b, u + 3 * units);
        unit.cPrev = call.matrix(2).get(b, u);
        unit.tanhC = call.matrix(3).get(b, u);
        unit.dh = dh.get(b, u);
        unit.dcNext = dc.get(b, u);
        gates.set(b, u, unit.dzI());
        gates.set(b, u + units, unit.dzF());
        gates.set(b, u + 2 * units, unit.dzG());
        gates.set(b, u + 3 * units, unit.dzO());
        dc.set(b, u, unit.dcPrev());
      }
    }
  }

  /** {@code lstmOutputBackward(w, gates, tanhC, dh, dv)} by units of one's own. */
  static void outputBackward(KernelCall call, LstmUnit unit) {
    Matrix gates = call.matrix(1);
    Matrix dh = call.matrix(3);
    Matrix dv = call.matrix(4);
    int units = dh.cols();
    for (int b = 0; b < dh.rows(); b++) {
      for (int u = 0; u < units; u++) {
        unit.o = gates.get(b, u + 3 * units);
        unit.tanhC = call.matrix(2).get(b, u);
        unit.dh = dh.get(b, u);
        unit.dcNext = dv.get(b, u);
        gates.set(b, u + 3 * units, unit.dzO());
        dv.set(b, u, unit.dc());
      }
    }
  }

  /** {@code lstmStateBackward(w, gates, cPrev, dc)} by units of one's own. */
  static void stateBackward(KernelCall call, LstmUnit unit) {
    Matrix gates = call.matrix(1);
    Matrix dc = call.matrix(3);
    int units = dc.cols();
    unit.dh = 0; // dc is complete
    for (int b = 0; b < dc.rows(); b++) {
      for (int u = 0; u < units; u++) {
        unit.i = gates.get(b, u);
        unit.f = gates.get(b, u + units);
        unit.g = gates.get(b, u + 2 * units);
        unit.cPrev = call.matrix(2).get(b, u);
        unit.dcNext = dc.get(b, u);
        gates.set(b, u, unit.dzI());
        gates.set(b, u + units, unit.dzF());
        gates.set(b, u + 2 * units, unit.dzG());
        dc.set(b, u, unit.dcPrev());
      }
    }
  }
}
