package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.GruCell.Reset;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What can go wrong in the options of cells, at the end of docs/derivations/lstm.md and gru.md: the
 * projection, the peepholes, the reset gate before the product.
 */
final class OptionMistakes {
  private static final String LSTM = "lstm.md";
  private static final String GRU = "gru.md";
  private static final String SCALED = "addScaled";
  private static final String PRODUCTS = "addColumnProducts";

  /** The products of peepholes with c in a step's backward pass: of o, i and f. */
  private static final int PEEPHOLES = 3;

  private OptionMistakes() {}

  private static boolean isProjected(LanguageModelConfig config) {
    return config.cell() instanceof LstmCell lstm && lstm.projection() > 0;
  }

  private static boolean hasPeepholes(LanguageModelConfig config) {
    return config.cell() instanceof LstmCell lstm && lstm.peepholes();
  }

  private static boolean resetsBefore(LanguageModelConfig config) {
    return config.cell() instanceof GruCell gru && gru.reset() == Reset.BEFORE;
  }

  static List<PlantedMistake> all() {
    return Stream.of(projection(), peepholes(), reset()).flatMap(List::stream).toList();
  }

  private static PlantedMistake lstm(
      String name,
      String term,
      String operation,
      Predicate<LanguageModelConfig> concerns,
      Predicate<KernelCall> where,
      Consumer<KernelCall> instead) {
    return new PlantedMistake(name, LSTM, term, operation, concerns, where, instead);
  }

  private static List<PlantedMistake> projection() {
    return List.of(
        lstm(
            "projection: not carried back",
            "dm(t) = dh(t) · W_hr",
            "multiply",
            OptionMistakes::isProjected,
            ProductMistakes::isWithinStep,
            call -> LiveValues.clear(call.matrix(3))),
        lstm(
            "projection: the gradient of the step after",
            "dm(t) = dh(t) · W_hr",
            "multiply",
            OptionMistakes::isProjected,
            call -> ProductMistakes.isWithinStep(call) && ProductMistakes.hasStepAfter(call),
            call -> call.runWith(1, ProductMistakes.stepAfter(call.matrix(1)))),
        lstm(
            "weight_hr: no gradient",
            "dW_hr = dHᵀ · M",
            "multiplyTransposed",
            OptionMistakes::isProjected,
            ProductMistakes.into(3, "weight_hr"),
            call -> {}),
        lstm(
            "weight_hr: m of the step before",
            "dW_hr = dHᵀ · M",
            "multiplyTransposed",
            OptionMistakes::isProjected,
            ProductMistakes.into(3, "weight_hr"),
            call -> {
              Matrix m = call.matrix(2);
              call.runWith(2, ProductMistakes.rolled(m, call.streams(m)));
            }));
  }

  private static List<PlantedMistake> peepholes() {
    return List.of(
        wayToState("output gate", "p_o ∘ dz_o", 0),
        wayToState("input gate", "p_i ∘ dz_i", 1),
        wayToState("forget gate", "p_f ∘ dz_f", 2),
        vector("weight_ci", "no gradient", call -> {}),
        vector("weight_cf", "no gradient", call -> {}),
        vector("weight_co", "no gradient", call -> {}),
        vector("weight_ci", "the state of another stream", OptionMistakes::ofAnother),
        vector("weight_cf", "the state of another stream", OptionMistakes::ofAnother),
        vector("weight_co", "the state of another stream", OptionMistakes::ofAnother));
  }

  private static PlantedMistake wayToState(String gate, String term, int which) {
    return lstm(
        "peepholes: no way to c through the " + gate,
        term,
        SCALED,
        OptionMistakes::hasPeepholes,
        call -> call.number() % PEEPHOLES == which,
        call -> {});
  }

  private static PlantedMistake vector(
      String parameter, String name, Consumer<KernelCall> instead) {
    return lstm(
        parameter + ": " + name,
        "the sum over t of dz ∘ c",
        PRODUCTS,
        OptionMistakes::hasPeepholes,
        ProductMistakes.into(3, parameter),
        instead);
  }

  private static void ofAnother(KernelCall call) {
    call.runWith(2, ProductMistakes.rolled(call.matrix(2), 1));
  }

  /** One unit of {@code gruResetBackward}: r, h(t-1) and the gradient of r ∘ h(t-1). */
  interface Reading {
    float of(float r, float hPrev, float drh);
  }

  /** {@code gruResetBackward(w, gates, hPrev, drh, dhPrev)} by units of one's own. */
  static void resetBackward(KernelCall call, Reading daR, Reading dhPrev) {
    Matrix gates = call.matrix(1);
    Matrix drh = call.matrix(3);
    Matrix into = call.matrix(4);
    for (int b = 0; b < drh.rows(); b++) {
      for (int u = 0; u < drh.cols(); u++) {
        float r = gates.get(b, u);
        float h = call.matrix(2).get(b, u);
        float d = drh.get(b, u);
        gates.set(b, u, daR.of(r, h, d));
        into.set(b, u, into.get(b, u) + dhPrev.of(r, h, d));
      }
    }
  }

  static float daR(float r, float hPrev, float drh) {
    return drh * hPrev * r * (1 - r);
  }

  static float dhPrev(float r, float hPrev, float drh) {
    return drh * r;
  }

  private static List<PlantedMistake> reset() {
    String gate = "da_r = ds ∘ h(t−1) ∘ r ∘ (1 − r)";
    String past = "dh(t−1) += ds ∘ r";
    Reading right = OptionMistakes::dhPrev;
    Reading rightGate = OptionMistakes::daR;
    return List.of(
        reset("the gate's factor dropped", gate, (r, h, d) -> d * r * (1 - r), right),
        reset("the gate's slope dropped", gate, (r, h, d) -> d * h, right),
        reset("the gate's sign wrong", gate, (r, h, d) -> -daR(r, h, d), right),
        reset("h not carried back", past, rightGate, (r, h, d) -> 0),
        reset("h carried back without the gate", past, rightGate, (r, h, d) -> d),
        new PlantedMistake(
            "gru reset before: no gradient of what was reset",
            GRU,
            "ds(t) = W_hnᵀ da_n",
            "multiply",
            OptionMistakes::resetsBefore,
            ProductMistakes::isWithinStep,
            call -> LiveValues.clear(call.matrix(3))));
  }

  private static PlantedMistake reset(String name, String term, Reading daR, Reading dhPrev) {
    return new PlantedMistake(
        "gru reset before: " + name,
        GRU,
        term,
        "gruResetBackward",
        OptionMistakes::resetsBefore,
        call -> true,
        call -> resetBackward(call, daR, dhPrev));
  }
}
