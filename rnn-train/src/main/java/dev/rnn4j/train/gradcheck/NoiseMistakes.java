package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What can go wrong in docs/derivations/recurrent-noise.md: locked dropout, and what disturbs the
 * way from one step to the next. A call of {@code dropout} is known by its probability.
 */
final class NoiseMistakes {
  private static final String PAGE = "recurrent-noise.md";
  private static final String DROPOUT = "dropout";
  private static final String ZONEOUT = "zoneoutBackward";

  private static final float LOCKED = 0.25f;
  private static final float RECURRENT = 0.3f;
  private static final float WEIGHTS = 0.35f;
  private static final float CANDIDATE = 0.2f;
  private static final float ZONEOUT_HIDDEN = 0.15f;
  private static final float ZONEOUT_STATE = 0.45f;

  /** Everything there is a mistake for. */
  static final Regularization REGULARIZATION =
      new Regularization(
          new Dropout(LOCKED, LOCKED, LOCKED, 0f, true),
          new RecurrentNoise(RECURRENT, WEIGHTS, ZONEOUT_HIDDEN, ZONEOUT_STATE, CANDIDATE),
          ActivationPenalty.NONE);

  /** Of {@code dropout(w, x, y, p, key)}, where both matrices are the same. */
  private static final int GRADIENT = 1;

  /** Of {@code zoneoutBackward(w, gradient, before, p, key, accumulate)}. */
  private static final int BEFORE = 2;

  private static final int P = 3;
  private static final int KEY = 4;
  private static final int ACCUMULATE = 5;

  private static final Predicate<LanguageModelConfig> ANY =
      config -> config.regularization().equals(REGULARIZATION);

  private NoiseMistakes() {}

  static List<PlantedMistake> all() {
    return Stream.of(
            dropout("locked dropout", "dx(t) = m ∘ dy(t)", LOCKED, ANY),
            dropout("recurrent dropout", "dh(t−1) += m ∘ W_hhᵀ dz", RECURRENT, ANY),
            dropout("weight dropout", "dW_hh = m ∘ dW", WEIGHTS, ANY),
            recurrent(),
            replacing(),
            candidate(),
            zoneout("zoneout of h", "h", ZONEOUT_HIDDEN, ANY),
            zoneout("zoneout of c", "c", ZONEOUT_STATE, ANY.and(NoiseMistakes::hasState)))
        .flatMap(List::stream)
        .toList();
  }

  private static boolean hasState(LanguageModelConfig config) {
    return config.cell().stateSize(1) > 0;
  }

  private static boolean dropsCandidate(LanguageModelConfig config) {
    return config.cell().dropsCandidate();
  }

  private static Predicate<KernelCall> with(float p) {
    return call -> call.argument(P, Float.class) == p;
  }

  private static List<PlantedMistake> dropout(
      String what, String term, float p, Predicate<LanguageModelConfig> concerns) {
    return List.of(
        planted(what + ": no mask", term, DROPOUT, concerns, p, c -> EmbeddingMistakes.copy(c, 1)),
        planted(
            what + ": the kept elements not scaled",
            term,
            DROPOUT,
            concerns,
            p,
            call -> {
              call.run();
              Matrix y = call.matrix(GRADIENT + 1);
              scale(y, 1 - p);
            }),
        planted(
            what + ": a mask of its own for every call",
            term,
            DROPOUT,
            concerns,
            p,
            call -> call.runWith(KEY, call.argument(KEY, Long.class) + 1 + call.strike())));
  }

  private static PlantedMistake planted(
      String name,
      String term,
      String operation,
      Predicate<LanguageModelConfig> concerns,
      float p,
      Consumer<KernelCall> instead) {
    return new PlantedMistake(name, PAGE, term, operation, concerns, with(p), instead);
  }

  private static void scale(Matrix m, float factor) {
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        m.set(r, c, factor * m.get(r, c));
      }
    }
  }

  private static List<PlantedMistake> recurrent() {
    return List.of(
        planted(
            "recurrent dropout: nothing carried back",
            "dh(t−1) += m ∘ W_hhᵀ dz",
            DROPOUT,
            ANY,
            RECURRENT,
            call -> LiveValues.clear(call.matrix(GRADIENT))));
  }

  private static List<PlantedMistake> replacing() {
    return List.of(
        planted(
            "zoneout of h: what was kept takes the place of what comes from above",
            "dh(t−1) += (1 − m) ∘ dh(t)",
            ZONEOUT,
            ANY,
            ZONEOUT_HIDDEN,
            call -> call.runWith(ACCUMULATE, false)));
  }

  /** Every step has one call for i, then one for g. */
  private static List<PlantedMistake> candidate() {
    return List.of(
        candidate(
            "no mask for the input gate",
            "dz_i = m ∘ dc ∘ g ∘ i ∘ (1 − i)",
            call -> call.strike() % 2 == 0),
        candidate(
            "no mask for the candidate",
            "dz_g = m ∘ dc ∘ i ∘ (1 − g²)",
            call -> call.strike() % 2 == 1),
        planted(
            "candidate dropout: a mask of its own for every call",
            "dz_i = m ∘ dc ∘ g ∘ i ∘ (1 − i)",
            DROPOUT,
            ANY.and(NoiseMistakes::dropsCandidate),
            CANDIDATE,
            call -> call.runWith(KEY, call.argument(KEY, Long.class) + 1 + call.strike())));
  }

  private static PlantedMistake candidate(
      String name, String term, Predicate<KernelCall> isLeftOut) {
    return planted(
        "candidate dropout: " + name,
        term,
        DROPOUT,
        ANY.and(NoiseMistakes::dropsCandidate),
        CANDIDATE,
        call -> {
          if (!isLeftOut.test(call)) {
            call.run();
          }
        });
  }

  private static List<PlantedMistake> zoneout(
      String what, String state, float p, Predicate<LanguageModelConfig> concerns) {
    String past = "d" + state + "(t−1) += (1 − m) ∘ d" + state + "(t)";
    String through = "d" + state + "⁺ = m ∘ d" + state + "(t)";
    return List.of(
        planted(
            what + ": what was kept has no gradient before",
            past,
            ZONEOUT,
            concerns,
            p,
            call -> runButFor(call, BEFORE, !call.argument(ACCUMULATE, Boolean.class))),
        planted(
            what + ": what was kept still moves the step",
            through,
            ZONEOUT,
            concerns,
            p,
            call -> runButFor(call, GRADIENT, false)),
        planted(
            what + ": the mask of another step",
            past,
            ZONEOUT,
            concerns,
            p,
            call -> call.runWith(KEY, call.argument(KEY, Long.class) + 1)));
  }

  /** The operation, but one of its matrices is afterwards what it was, or zero. */
  private static void runButFor(KernelCall call, int argument, boolean clear) {
    Matrix m = call.matrix(argument);
    LiveValues values = new LiveValues(m);
    call.run();
    values.restore();
    if (clear) {
      LiveValues.clear(m);
    }
  }
}
