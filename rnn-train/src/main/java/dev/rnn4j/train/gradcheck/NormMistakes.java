package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What can go wrong in docs/derivations/layer-normalization.md. */
final class NormMistakes {
  private static final String PAGE = "layer-normalization.md";
  private static final String BACKWARD = "normalizeRowsBackward";

  /** Of {@code normalizeRowsBackward(w, dy, normalized, inverse, gain, dx, accumulate)}. */
  private static final int DY = 1;

  private static final int DX = 5;
  private static final int ACCUMULATE = 6;

  private NormMistakes() {}

  private static boolean isNormalized(LanguageModelConfig config) {
    return config.cell().layerNorm();
  }

  private static boolean isNormalizedLstm(LanguageModelConfig config) {
    return config.cell().layerNorm() && config.cell() instanceof LstmCell;
  }

  /** The parts of a row's gradient, a method for each; as it stands, right. */
  static class Row {
    float d(float dy, float gain) {
      return dy * gain;
    }

    float mean(float mean) {
      return mean;
    }

    float slope(float slope) {
      return slope;
    }

    float scale(float inverse) {
      return inverse;
    }
  }

  /** {@code normalizeRowsBackward} by rows of one's own. */
  static void backward(KernelCall call, Row row) {
    Matrix dy = call.matrix(DY);
    Matrix normalized = call.matrix(2);
    Matrix gain = call.matrix(4);
    Matrix dx = call.matrix(DX);
    int n = dy.cols();
    for (int r = 0; r < dy.rows(); r++) {
      float mean = 0;
      float slope = 0;
      for (int j = 0; j < n; j++) {
        float d = row.d(dy.get(r, j), gain.get(0, j));
        mean += d / n;
        slope += d * normalized.get(r, j) / n;
      }
      for (int j = 0; j < n; j++) {
        float d = row.d(dy.get(r, j), gain.get(0, j));
        float change = d - row.mean(mean) - normalized.get(r, j) * row.slope(slope);
        float before = isOfState(call) ? dx.get(r, j) : 0;
        dx.set(r, j, before + row.scale(call.matrix(3).get(r, 0)) * change);
      }
    }
  }

  /** The norm of c adds to what comes from the step after; those of the shares overwrite. */
  private static boolean isOfState(KernelCall call) {
    return call.argument(ACCUMULATE, Boolean.class);
  }

  static List<PlantedMistake> all() {
    return Stream.of(rows(), shares(), state(), parameters()).flatMap(List::stream).toList();
  }

  private static PlantedMistake row(String name, String term, Row row) {
    return new PlantedMistake(
        "layer norm: " + name,
        PAGE,
        term,
        BACKWARD,
        NormMistakes::isNormalized,
        call -> true,
        call -> backward(call, row));
  }

  private static List<PlantedMistake> rows() {
    return List.of(
        row(
            "the gain dropped",
            "d = dy ∘ g",
            new Row() {
              @Override
              float d(float dy, float gain) {
                return dy;
              }
            }),
        row(
            "the way through the mean dropped",
            "dv = s (d − mean(d) − ...)",
            new Row() {
              @Override
              float mean(float mean) {
                return 0;
              }
            }),
        row(
            "the way through the deviation dropped",
            "dv = s (... − v̂ mean(d ∘ v̂))",
            new Row() {
              @Override
              float slope(float slope) {
                return 0;
              }
            }),
        row(
            "the deviation's sign wrong",
            "dv = s (... − v̂ mean(d ∘ v̂))",
            new Row() {
              @Override
              float slope(float slope) {
                return -slope;
              }
            }),
        row(
            "not divided by the deviation",
            "dv = s (...)",
            new Row() {
              @Override
              float scale(float inverse) {
                return 1;
              }
            }));
  }

  private static PlantedMistake at(
      String name,
      String term,
      Predicate<LanguageModelConfig> concerns,
      Predicate<KernelCall> where,
      Consumer<KernelCall> instead) {
    return new PlantedMistake(
        "layer norm: " + name, PAGE, term, BACKWARD, concerns, where, instead);
  }

  /** Of the norms of both shares, which take turns, that of h(t-1) comes first. */
  private static PlantedMistake share(
      String name, String term, int which, Consumer<KernelCall> instead) {
    return at(
        name,
        term,
        NormMistakes::isNormalized,
        call -> !isOfState(call),
        call -> {
          if (call.strike() % 2 == which) {
            instead.accept(call);
          } else {
            call.run();
          }
        });
  }

  private static List<PlantedMistake> shares() {
    String past = "d(W_hh h(t−1)) from dq";
    String input = "d(W_ih x(t)) from da";
    Consumer<KernelCall> lost = call -> LiveValues.clear(call.matrix(DX));
    Consumer<KernelCall> straight = call -> call.matrix(DX).set(call.matrix(DY));
    return List.of(
        share("no gradient of the product with h(t-1)", past, 0, lost),
        share("no gradient of the product with x(t)", input, 1, lost),
        share("the product with h(t-1) as if not normalised", past, 0, straight),
        share("the product with x(t) as if not normalised", input, 1, straight));
  }

  private static List<PlantedMistake> state() {
    String term = "dc(t) = dc⁺(t) + the way through v(t)";
    return List.of(
        at(
            "what comes through c(t+1) dropped",
            term,
            NormMistakes::isNormalizedLstm,
            NormMistakes::isOfState,
            call -> call.runWith(ACCUMULATE, false)),
        at(
            "what comes through h(t) dropped",
            term,
            NormMistakes::isNormalizedLstm,
            NormMistakes::isOfState,
            call -> {}));
  }

  private static PlantedMistake gain(
      String parameter,
      String name,
      Predicate<LanguageModelConfig> concerns,
      Consumer<KernelCall> instead) {
    return new PlantedMistake(
        parameter + ": " + name,
        PAGE,
        "dg = the sum over t of dy ∘ v̂",
        "addColumnProducts",
        concerns,
        ProductMistakes.into(3, parameter),
        instead);
  }

  private static List<PlantedMistake> gains(
      String parameter, Predicate<LanguageModelConfig> concerns) {
    return List.of(
        gain(parameter, "no gradient", concerns, call -> {}),
        gain(
            parameter,
            "the normalised values of another row",
            concerns,
            call -> call.runWith(2, ProductMistakes.rolled(call.matrix(2), 1))),
        gain(
            parameter,
            "the gradient of a bias",
            concerns,
            call -> call.right().sumColumns(call.worker(), call.matrix(1), call.matrix(3))));
  }

  private static List<PlantedMistake> parameters() {
    PlantedMistake bias =
        new PlantedMistake(
            "bias_c: no gradient",
            PAGE,
            "db = the sum over t of dy",
            "sumColumns",
            NormMistakes::isNormalizedLstm,
            ProductMistakes.into(2, "bias_c"),
            call -> LiveValues.clear(call.matrix(2)));
    return Stream.of(
            gains("gain_ih", NormMistakes::isNormalized),
            gains("gain_hh", NormMistakes::isNormalized),
            gains("gain_c", NormMistakes::isNormalizedLstm),
            List.of(bias))
        .flatMap(List::stream)
        .toList();
  }
}
