package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.GruCell.Reset;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What can go wrong in docs/derivations/gru.md: one step of the backward pass. */
final class GruMistakes {
  private GruMistakes() {}

  /**
   * One unit of {@code gruBackward}, a method for each line of the derivation; as it stands, right.
   */
  static class Unit {
    float r;
    float z;
    float n;
    float qN;
    float hPrev;
    float dh;

    float dz() {
      return dh * (hPrev - n);
    }

    float dn() {
      return dh * (1 - z);
    }

    float dhPrev() {
      return dh * z;
    }

    float daN() {
      return dn() * (1 - n * n);
    }

    float dqN() {
      return daN() * r;
    }

    float dr() {
      return daN() * qN;
    }

    float daR() {
      return dr() * r * (1 - r);
    }

    float daZ() {
      return dz() * z * (1 - z);
    }

    float dqR() {
      return daR();
    }

    float dqZ() {
      return daZ();
    }
  }

  /** {@code gruBackward(w, gates, recurrent, hPrev, dh, dhPrev)} by units of one's own. */
  static void backward(KernelCall call, Unit unit) {
    Matrix a = call.matrix(1);
    Matrix q = call.matrix(2);
    Matrix dh = call.matrix(4);
    Matrix dhPrev = call.matrix(5);
    int units = dh.cols();
    for (int b = 0; b < dh.rows(); b++) {
      for (int u = 0; u < units; u++) {
        unit.r = a.get(b, u);
        unit.z = a.get(b, u + units);
        unit.n = a.get(b, u + 2 * units);
        unit.qN = q.get(b, u + 2 * units);
        unit.hPrev = call.matrix(3).get(b, u);
        unit.dh = dh.get(b, u);
        a.set(b, u, unit.daR());
        a.set(b, u + units, unit.daZ());
        a.set(b, u + 2 * units, unit.daN());
        q.set(b, u, unit.dqR());
        q.set(b, u + units, unit.dqZ());
        q.set(b, u + 2 * units, unit.dqN());
        dhPrev.set(b, u, dhPrev.get(b, u) + unit.dhPrev());
      }
    }
  }

  /** {@code gruUpdateBackward(w, gates, hPrev, dh, dhPrev)} by units of one's own. */
  static void updateBackward(KernelCall call, Unit unit) {
    Matrix a = call.matrix(1);
    Matrix dh = call.matrix(3);
    Matrix dhPrev = call.matrix(4);
    int units = dh.cols();
    for (int b = 0; b < dh.rows(); b++) {
      for (int u = 0; u < units; u++) {
        unit.z = a.get(b, u + units);
        unit.n = a.get(b, u + 2 * units);
        unit.hPrev = call.matrix(2).get(b, u);
        unit.dh = dh.get(b, u);
        a.set(b, u + units, unit.daZ());
        a.set(b, u + 2 * units, unit.daN());
        dhPrev.set(b, u, dhPrev.get(b, u) + unit.dhPrev());
      }
    }
  }

  private record Case(
      boolean ofUpdate, String name, String term, Predicate<KernelCall> where, Unit unit) {
    PlantedMistake resetAfter() {
      return new PlantedMistake(
          "gru: " + name,
          "gru.md",
          term,
          "gruBackward",
          config -> config.cell() instanceof GruCell gru && gru.reset() == Reset.AFTER,
          where,
          call -> backward(call, unit));
    }

    PlantedMistake resetBefore() {
      return new PlantedMistake(
          "gru reset before: " + name,
          "gru.md",
          term,
          "gruUpdateBackward",
          config -> config.cell() instanceof GruCell gru && gru.reset() == Reset.BEFORE,
          where,
          call -> updateBackward(call, unit));
    }
  }

  private static Case mistake(boolean ofUpdate, String name, String term, Unit unit) {
    return new Case(ofUpdate, name, term, call -> true, unit);
  }

  static List<PlantedMistake> all() {
    List<Case> cases = cases();
    return Stream.concat(
            cases.stream().map(Case::resetAfter),
            cases.stream().filter(Case::ofUpdate).map(Case::resetBefore))
        .toList();
  }

  private static List<Case> cases() {
    return List.of(
        mistake(
            true,
            "the candidate dropped from the update gate's gradient",
            "dz = dh(t) ∘ (h(t−1) − n)",
            new Unit() {
              @Override
              float dz() {
                return dh * hPrev;
              }
            }),
        mistake(
            true,
            "h(t-1) dropped from the update gate's gradient",
            "dz = dh(t) ∘ (h(t−1) − n)",
            new Unit() {
              @Override
              float dz() {
                return -dh * n;
              }
            }),
        mistake(
            true,
            "h(t) in place of h(t-1)",
            "dz = dh(t) ∘ (h(t−1) − n)",
            new Unit() {
              @Override
              float dz() {
                return dh * ((1 - z) * n + z * hPrev - n);
              }
            }),
        mistake(
            true,
            "the update gate's sign wrong",
            "dz = dh(t) ∘ (h(t−1) − n)",
            new Unit() {
              @Override
              float dz() {
                return dh * (n - hPrev);
              }
            }),
        mistake(
            true,
            "the candidate's factor dropped",
            "dn = dh(t) ∘ (1 − z)",
            new Unit() {
              @Override
              float dn() {
                return dh;
              }
            }),
        mistake(
            true,
            "the candidate's factor is that of the past",
            "dn = dh(t) ∘ (1 − z)",
            new Unit() {
              @Override
              float dn() {
                return dh * z;
              }
            }),
        mistake(
            true,
            "h not carried back by the update gate",
            "dh(t−1) += dh(t) ∘ z",
            new Unit() {
              @Override
              float dhPrev() {
                return 0;
              }
            }),
        mistake(
            true,
            "h carried back without the update gate",
            "dh(t−1) += dh(t) ∘ z",
            new Unit() {
              @Override
              float dhPrev() {
                return dh;
              }
            }),
        mistake(
            true,
            "h carried back by what lets the candidate in",
            "dh(t−1) += dh(t) ∘ z",
            new Unit() {
              @Override
              float dhPrev() {
                return dh * (1 - z);
              }
            }),
        new Case(
            true,
            "the initial state's gradient lacks the update gate's way",
            "dh(0) += dh(1) ∘ z",
            call -> call.isFirstStep(call.number()),
            new Unit() {
              @Override
              float dhPrev() {
                return 0;
              }
            }),
        mistake(
            true,
            "tanh' of the candidate dropped",
            "da_n = dn ∘ (1 − n²)",
            new Unit() {
              @Override
              float daN() {
                return dn();
              }
            }),
        mistake(
            false,
            "the past's share of the candidate lacks the reset gate",
            "dq_n = da_n ∘ r",
            new Unit() {
              @Override
              float dqN() {
                return daN();
              }
            }),
        mistake(
            false,
            "the reset gate's factor is h(t-1)",
            "dr = da_n ∘ q_n",
            new Unit() {
              @Override
              float dr() {
                return daN() * hPrev;
              }
            }),
        mistake(
            false,
            "the reset gate's term dropped",
            "dr = da_n ∘ q_n",
            new Unit() {
              @Override
              float dr() {
                return 0;
              }
            }),
        mistake(
            false,
            "the reset gate's slope dropped",
            "da_r = dr ∘ r ∘ (1 − r)",
            new Unit() {
              @Override
              float daR() {
                return dr();
              }
            }),
        mistake(
            true,
            "half of the update gate's slope dropped",
            "da_z = dz ∘ z ∘ (1 − z)",
            new Unit() {
              @Override
              float daZ() {
                return dz() * z;
              }
            }),
        mistake(
            false,
            "the reset gate does not reach the past",
            "dq_r = da_r",
            new Unit() {
              @Override
              float dqR() {
                return 0;
              }
            }),
        mistake(
            false,
            "the update gate does not reach the past",
            "dq_z = da_z",
            new Unit() {
              @Override
              float dqZ() {
                return 0;
              }
            }),
        mistake(
            false,
            "reset and update gate swapped",
            "a in the order r z n",
            new Unit() {
              @Override
              float daR() {
                return super.daZ();
              }

              @Override
              float daZ() {
                return super.daR();
              }
            }),
        mistake(
            false,
            "reset and update gate of the past swapped",
            "q in the order r z n",
            new Unit() {
              @Override
              float dqR() {
                return daZ();
              }

              @Override
              float dqZ() {
                return daR();
              }
            }));
  }
}
