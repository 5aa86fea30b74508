package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What can go wrong in docs/derivations/lstm.md: one step of the backward pass. */
final class LstmMistakes {
  private LstmMistakes() {}

  /**
   * One unit of {@code lstmBackward}, a method for each line of the derivation; as it stands,
   * right.
   */
  static class Unit {
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
  }

  /** {@code lstmBackward(w, gates, cPrev, tanhC, dh, dc)} by units of one's own. */
  static void backward(KernelCall call, Unit unit) {
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
  static void outputBackward(KernelCall call, Unit unit) {
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
  static void stateBackward(KernelCall call, Unit unit) {
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

  /** Of the two halves of a step with peepholes, the one a mistake is in. */
  private enum Half {
    OUTPUT,
    STATE,
    BOTH
  }

  private record Case(Half half, String name, String term, Predicate<KernelCall> where, Unit unit) {
    PlantedMistake plain() {
      return new PlantedMistake(
          "lstm: " + name,
          "lstm.md",
          term,
          "lstmBackward",
          config ->
              config.cell() instanceof LstmCell lstm && !lstm.peepholes() && !lstm.layerNorm(),
          where,
          call -> backward(call, unit));
    }

    PlantedMistake withPeepholes() {
      return inHalves("lstm with peepholes: ", LstmCell::peepholes);
    }

    PlantedMistake withLayerNorm() {
      return inHalves("lstm with layer norm: ", LstmCell::layerNorm);
    }

    /** Whether it is about what a norm keeps apart: LN(c) has no gradient from the step after. */
    boolean isOfCarry() {
      return half == Half.OUTPUT && term.startsWith("dc(t) = dc⁺(t) + ...");
    }

    private PlantedMistake inHalves(String with, Predicate<LstmCell> concerns) {
      boolean output = half == Half.OUTPUT;
      return new PlantedMistake(
          with + name,
          "lstm.md",
          term,
          output ? "lstmOutputBackward" : "lstmStateBackward",
          config -> config.cell() instanceof LstmCell lstm && concerns.test(lstm),
          where,
          output ? call -> outputBackward(call, unit) : call -> stateBackward(call, unit));
    }
  }

  private static Case mistake(Half half, String name, String term, Unit unit) {
    return new Case(half, name, term, call -> true, unit);
  }

  static List<PlantedMistake> all() {
    List<Case> cases = cases();
    List<Case> ofHalves = cases.stream().filter(c -> c.half() != Half.BOTH).toList();
    return Stream.of(
            cases.stream().map(Case::plain),
            ofHalves.stream().map(Case::withPeepholes),
            ofHalves.stream().filter(c -> !c.isOfCarry()).map(Case::withLayerNorm))
        .flatMap(mistakes -> mistakes)
        .toList();
  }

  private static List<Case> cases() {
    return List.of(
        mistake(
            Half.OUTPUT,
            "o's gradient lacks its factor",
            "do = dh(t) ∘ tanhC",
            new Unit() {
              @Override
              float dO() {
                return dh;
              }
            }),
        mistake(
            Half.OUTPUT,
            "the way through h lacks the output gate",
            "dtanhC = dh(t) ∘ o",
            new Unit() {
              @Override
              float dTanhC() {
                return dh;
              }
            }),
        mistake(
            Half.OUTPUT,
            "tanh' dropped on the way to c",
            "dc(t) = dc⁺(t) + dh(t) ∘ o ∘ (1 − tanhC²)",
            new Unit() {
              @Override
              float dc() {
                return dcNext + dTanhC();
              }
            }),
        mistake(
            Half.OUTPUT,
            "what comes through c(t+1) dropped",
            "dc(t) = dc⁺(t) + ...",
            new Unit() {
              @Override
              float dc() {
                return dTanhC() * (1 - tanhC * tanhC);
              }
            }),
        mistake(
            Half.OUTPUT,
            "what comes through h(t) dropped",
            "dc(t) = ... + dh(t) ∘ o ∘ (1 − tanhC²)",
            new Unit() {
              @Override
              float dc() {
                return dcNext;
              }
            }),
        mistake(
            Half.STATE,
            "c(t) in place of c(t-1)",
            "df = dc(t) ∘ c(t−1)",
            new Unit() {
              @Override
              float df() {
                return dc() * (f * cPrev + i * g);
              }
            }),
        mistake(
            Half.STATE,
            "the input gate's partner swapped",
            "di = dc(t) ∘ g",
            new Unit() {
              @Override
              float di() {
                return dc() * i;
              }
            }),
        mistake(
            Half.STATE,
            "the candidate's partner swapped",
            "dg = dc(t) ∘ i",
            new Unit() {
              @Override
              float dg() {
                return dc() * g;
              }
            }),
        mistake(
            Half.STATE,
            "c carried back without the forget gate",
            "dc⁺(t−1) = dc(t) ∘ f",
            new Unit() {
              @Override
              float dcPrev() {
                return dc();
              }
            }),
        mistake(
            Half.STATE,
            "c not carried back",
            "dc⁺(t−1) = dc(t) ∘ f",
            new Unit() {
              @Override
              float dcPrev() {
                return 0;
              }
            }),
        mistake(
            Half.STATE,
            "c carried back by the input gate",
            "dc⁺(t−1) = dc(t) ∘ f",
            new Unit() {
              @Override
              float dcPrev() {
                return dc() * i;
              }
            }),
        new Case(
            Half.STATE,
            "the initial state's gradient of c lacks the forget gate",
            "dc⁺(0) = dc(1) ∘ f",
            call -> call.isFirstStep(call.number()),
            new Unit() {
              @Override
              float dcPrev() {
                return dc();
              }
            }),
        mistake(
            Half.STATE,
            "the input gate's slope dropped",
            "dz_i = dc(t) ∘ g ∘ i ∘ (1 − i)",
            new Unit() {
              @Override
              float dzI() {
                return di();
              }
            }),
        mistake(
            Half.STATE,
            "half of the forget gate's slope dropped",
            "dz_f = dc(t) ∘ c(t−1) ∘ f ∘ (1 − f)",
            new Unit() {
              @Override
              float dzF() {
                return df() * f;
              }
            }),
        mistake(
            Half.STATE,
            "the candidate's slope is a sigmoid's",
            "dz_g = dc(t) ∘ i ∘ (1 − g²)",
            new Unit() {
              @Override
              float dzG() {
                return dg() * g * (1 - g);
              }
            }),
        mistake(
            Half.OUTPUT,
            "the output gate's slope is tanh's",
            "dz_o = dh(t) ∘ tanhC ∘ o ∘ (1 − o)",
            new Unit() {
              @Override
              float dzO() {
                return dO() * (1 - o * o);
              }
            }),
        mistake(
            Half.STATE,
            "the forget gate's sign wrong",
            "dz_f = dc(t) ∘ c(t−1) ∘ f ∘ (1 − f)",
            new Unit() {
              @Override
              float dzF() {
                return -super.dzF();
              }
            }),
        mistake(
            Half.STATE,
            "input and forget gate swapped",
            "z in the order i f g o",
            new Unit() {
              @Override
              float dzI() {
                return super.dzF();
              }

              @Override
              float dzF() {
                return super.dzI();
              }
            }),
        mistake(
            Half.BOTH,
            "candidate and output gate swapped",
            "z in the order i f g o",
            new Unit() {
              @Override
              float dzG() {
                return super.dzO();
              }

              @Override
              float dzO() {
                return super.dzG();
              }
            }));
  }
}
