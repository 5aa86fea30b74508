package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.cell.LstmCell;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What can go wrong in docs/derivations/lstm.md: one step of the backward pass. */
final class LstmMistakes {
  private LstmMistakes() {}

  /** Of the two halves of a step with peepholes, the one a mistake is in. */
  private enum Half {
    OUTPUT,
    STATE,
    BOTH
  }

  private record Case(
      Half half, String name, String term, Predicate<KernelCall> where, LstmUnit unit) {
    PlantedMistake plain() {
      return new PlantedMistake(
          "lstm: " + name,
          "lstm.md",
          term,
          "lstmBackward",
          config ->
              config.cell() instanceof LstmCell lstm && !lstm.peepholes() && !lstm.layerNorm(),
          where,
          call -> LstmUnit.backward(call, unit));
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
          output
              ? call -> LstmUnit.outputBackward(call, unit)
              : call -> LstmUnit.stateBackward(call, unit));
    }
  }

  private static Case mistake(Half half, String name, String term, LstmUnit unit) {
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
            new LstmUnit() {
              @Override
              float dO() {
                return dh;
              }
            }),
        mistake(
            Half.OUTPUT,
            "the way through h lacks the output gate",
            "dtanhC = dh(t) ∘ o",
            new LstmUnit() {
              @Override
              float dTanhC() {
                return dh;
              }
            }),
        mistake(
            Half.OUTPUT,
            "tanh' dropped on the way to c",
            "dc(t) = dc⁺(t) + dh(t) ∘ o ∘ (1 − tanhC²)",
            new LstmUnit() {
              @Override
              float dc() {
                return dcNext + dTanhC();
              }
            }),
        mistake(
            Half.OUTPUT,
            "what comes through c(t+1) dropped",
            "dc(t) = dc⁺(t) + ...",
            new LstmUnit() {
              @Override
              float dc() {
                return dTanhC() * (1 - tanhC * tanhC);
              }
            }),
        mistake(
            Half.OUTPUT,
            "what comes through h(t) dropped",
            "dc(t) = ... + dh(t) ∘ o ∘ (1 − tanhC²)",
            new LstmUnit() {
              @Override
              float dc() {
                return dcNext;
              }
            }),
        mistake(
            Half.STATE,
            "c(t) in place of c(t-1)",
            "df = dc(t) ∘ c(t−1)",
            new LstmUnit() {
              @Override
              float df() {
                return dc() * (f * cPrev + i * g);
              }
            }),
        mistake(
            Half.STATE,
            "the input gate's partner swapped",
            "di = dc(t) ∘ g",
            new LstmUnit() {
              @Override
              float di() {
                return dc() * i;
              }
            }),
        mistake(
            Half.STATE,
            "the candidate's partner swapped",
            "dg = dc(t) ∘ i",
            new LstmUnit() {
              @Override
              float dg() {
                return dc() * g;
              }
            }),
        mistake(
            Half.STATE,
            "c carried back without the forget gate",
            "dc⁺(t−1) = dc(t) ∘ f",
            new LstmUnit() {
              @Override
              float dcPrev() {
                return dc();
              }
            }),
        mistake(
            Half.STATE,
            "c not carried back",
            "dc⁺(t−1) = dc(t) ∘ f",
            new LstmUnit() {
              @Override
              float dcPrev() {
                return 0;
              }
            }),
        mistake(
            Half.STATE,
            "c carried back by the input gate",
            "dc⁺(t−1) = dc(t) ∘ f",
            new LstmUnit() {
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
            new LstmUnit() {
              @Override
              float dcPrev() {
                return dc();
              }
            }),
        mistake(
            Half.STATE,
            "the input gate's slope dropped",
            "dz_i = dc(t) ∘ g ∘ i ∘ (1 − i)",
            new LstmUnit() {
              @Override
              float dzI() {
                return di();
              }
            }),
        mistake(
            Half.STATE,
            "half of the forget gate's slope dropped",
            "dz_f = dc(t) ∘ c(t−1) ∘ f ∘ (1 − f)",
            new LstmUnit() {
              @Override
              float dzF() {
                return df() * f;
              }
            }),
        mistake(
            Half.STATE,
            "the candidate's slope is a sigmoid's",
            "dz_g = dc(t) ∘ i ∘ (1 − g²)",
            new LstmUnit() {
              @Override
              float dzG() {
                return dg() * g * (1 - g);
              }
            }),
        mistake(
            Half.OUTPUT,
            "the output gate's slope is tanh's",
            "dz_o = dh(t) ∘ tanhC ∘ o ∘ (1 − o)",
            new LstmUnit() {
              @Override
              float dzO() {
                return dO() * (1 - o * o);
              }
            }),
        mistake(
            Half.STATE,
            "the forget gate's sign wrong",
            "dz_f = dc(t) ∘ c(t−1) ∘ f ∘ (1 − f)",
            new LstmUnit() {
              @Override
              float dzF() {
                return -super.dzF();
              }
            }),
        mistake(
            Half.STATE,
            "input and forget gate swapped",
            "z in the order i f g o",
            new LstmUnit() {
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
            new LstmUnit() {
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
