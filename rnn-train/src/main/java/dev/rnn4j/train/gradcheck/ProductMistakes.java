package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What can go wrong in the products and sums of a backward pass, which all cells have in common:
 * docs/derivations/simple-rnn.md, truncated-bptt.md and those that refer to them.
 */
final class ProductMistakes {
  private static final String SIMPLE = "simple-rnn.md";
  private static final String TIME = "truncated-bptt.md";
  private static final String SOFTMAX = "softmax-cross-entropy.md";
  private static final String CARRY = "dh(t−1) += dz(t) · W_hh";
  private static final String INPUT = "dX = dZ · W_ih";
  private static final String BIASES = "db_ih = db_hh = column sums of dZ";

  static final String MULTIPLY = "multiply";
  static final String TRANSPOSED = "multiplyTransposed";
  static final String SUM = "sumColumns";

  /** Of {@code multiply(w, a, b, c, accumulate)}. */
  static final int A = 1;

  static final int B = 2;
  static final int C = 3;
  static final int ACCUMULATE = 4;

  private ProductMistakes() {}

  private static boolean isToPast(KernelCall call) {
    return call.number() > 0 && call.argument(ACCUMULATE, Boolean.class);
  }

  private static boolean isToInput(KernelCall call) {
    return call.number() > 0
        && !call.argument(ACCUMULATE, Boolean.class)
        && call.matrix(C).rows() != call.batch();
  }

  /** A product between two parts of one step. */
  static boolean isWithinStep(KernelCall call) {
    return call.number() > 0
        && !call.argument(ACCUMULATE, Boolean.class)
        && call.matrix(C).rows() == call.batch();
  }

  static Predicate<KernelCall> into(int argument, String parameter) {
    return call -> call.parameter(argument).contains(parameter);
  }

  private static PlantedMistake mistake(
      String name,
      String page,
      String term,
      String operation,
      Predicate<KernelCall> where,
      Consumer<KernelCall> instead) {
    return new PlantedMistake(name, page, term, operation, config -> true, where, instead);
  }

  private static PlantedMistake mistake(
      String name,
      String page,
      String term,
      String operation,
      Predicate<LanguageModelConfig> concerns,
      Predicate<KernelCall> where,
      Consumer<KernelCall> instead) {
    return new PlantedMistake(name, page, term, operation, concerns, where, instead);
  }

  /** Gradients that go on: to the past, to the layer below, from the output layer. */
  static List<PlantedMistake> ofActivations() {
    return List.of(
        mistake(
            "time: h not carried back",
            SIMPLE,
            CARRY,
            MULTIPLY,
            ProductMistakes::isToPast,
            call -> {}),
        mistake(
            "time: the carry takes the place of what comes from above",
            SIMPLE,
            "dh(t) = dh↑(t) + W_hhᵀ dz(t+1)",
            MULTIPLY,
            config -> config.regularization().noise().hidden() == 0, // else the mask comes between
            ProductMistakes::isToPast,
            call -> call.runWith(ACCUMULATE, false)),
        mistake(
            "time: the recurrent weight transposed",
            SIMPLE,
            CARRY,
            MULTIPLY,
            ProductMistakes::isToPast,
            ProductMistakes::transposed),
        mistake(
            "time: the carry of the step after",
            SIMPLE,
            CARRY,
            MULTIPLY,
            call -> isToPast(call) && hasStepAfter(call),
            call -> call.runWith(A, stepAfter(call.matrix(A)))),
        mistake(
            "time: the initial state's gradient lacks the first step",
            SIMPLE,
            "dh(0) = W_hhᵀ dz(1)",
            MULTIPLY,
            ProductMistakes::isToPast,
            call -> {
              if (!call.isFirstStep(call.strike())) {
                call.run();
              }
            }),
        mistake(
            "input: no gradient for the layer below",
            SIMPLE,
            INPUT,
            MULTIPLY,
            ProductMistakes::isToInput,
            call -> LiveValues.clear(call.matrix(C))),
        mistake(
            "input: every other pre-activation left out",
            SIMPLE,
            INPUT,
            MULTIPLY,
            ProductMistakes::isToInput,
            call -> call.runWith(A, withoutOddColumns(call.matrix(A)))),
        mistake(
            "output: no gradient for the last layer",
            SOFTMAX,
            "dH = dS · U",
            MULTIPLY,
            call -> call.number() == 0,
            call -> LiveValues.clear(call.matrix(C))),
        mistake(
            "output: the gradient of the step before",
            SOFTMAX,
            "dH = dS · U",
            MULTIPLY,
            call -> call.number() == 0,
            call -> call.runWith(A, rolled(call.matrix(A), call.streams(call.matrix(A))))));
  }

  /** Gradients of parameters: sums over all steps. */
  static List<PlantedMistake> ofParameters() {
    return List.of(
        mistake(
            "weight_hh: h(t) in place of h(t-1)",
            SIMPLE,
            "dW_hh = Σ_t dz(t) h(t−1)ᵀ",
            TRANSPOSED,
            into(C, "weight_hh"),
            call -> call.runWith(B, rolled(call.matrix(B), -call.streams(call.matrix(B))))),
        mistake(
            "weight_hh: the first step left out",
            TIME,
            "dW_hh = Σ_t dz(t) h(t−1)ᵀ",
            TRANSPOSED,
            into(C, "weight_hh"),
            call -> withoutFirst(call, call.streams(call.matrix(A)))),
        mistake(
            "weight_hh: the last step alone",
            TIME,
            "dW_hh = Σ_t dz(t) h(t−1)ᵀ",
            TRANSPOSED,
            into(C, "weight_hh"),
            call -> withoutFirst(call, call.matrix(A).rows() - call.streams(call.matrix(A)))),
        mistake(
            "weight_hh: no gradient",
            SIMPLE,
            "dW_hh = dZᵀ · H_prev",
            TRANSPOSED,
            into(C, "weight_hh"),
            call -> {}),
        mistake(
            "weight_ih: the input of another row",
            SIMPLE,
            "dW_ih = Σ_t dz(t) x(t)ᵀ",
            TRANSPOSED,
            into(C, "weight_ih"),
            call -> call.runWith(B, rolled(call.matrix(B), 1))),
        mistake(
            "weight_ih: the first row left out",
            TIME,
            "dW_ih = Σ_t dz(t) x(t)ᵀ",
            TRANSPOSED,
            into(C, "weight_ih"),
            call -> withoutFirst(call, 1)),
        mistake(
            "weight_ih: no gradient",
            SIMPLE,
            "dW_ih = dZᵀ · X",
            TRANSPOSED,
            into(C, "weight_ih"),
            call -> {}),
        mistake("bias_ih: no gradient", SIMPLE, BIASES, SUM, into(2, "bias_ih"), call -> {}),
        mistake("bias_hh: no gradient", SIMPLE, BIASES, SUM, into(2, "bias_hh"), call -> {}),
        mistake(
            "biases: the first row left out",
            TIME,
            BIASES,
            SUM,
            into(2, "bias_"),
            call -> call.runWith(1, call.matrix(1).rowRange(1, call.matrix(1).rows()))),
        mistake(
            "gru: bias_hh has the gradient of bias_ih",
            "gru.md",
            "db_hh = column sums of dQ",
            SUM,
            config -> config.cell() instanceof GruCell gru && gru.reset() == GruCell.Reset.AFTER,
            into(2, "bias_hh"),
            call -> {
              String ih = call.parameter(2).replace("bias_hh", "bias_ih");
              call.matrix(2).set(call.gradient(ih));
            }),
        mistake(
            "decoder.bias: no gradient",
            SOFTMAX,
            "db₂ = column sums of dS",
            SUM,
            config -> !config.isAdaptive(),
            into(2, "decoder.bias"),
            call -> {}),
        mistake(
            "output weight: no gradient",
            SOFTMAX,
            "dU = dSᵀ · H",
            TRANSPOSED,
            config -> !config.tied() && !config.isAdaptive(),
            into(C, "decoder.weight"),
            call -> {}),
        mistake(
            "output weight: h of the step before",
            SOFTMAX,
            "dU = dSᵀ · H",
            TRANSPOSED,
            config -> !config.tied() && !config.isAdaptive(),
            into(C, "decoder.weight"),
            call -> call.runWith(B, rolled(call.matrix(B), call.streams(call.matrix(B))))));
  }

  /** c += Σ a_g · W_gᵀ over the square blocks W_g of the weight: what W_g is, turned over. */
  private static void transposed(KernelCall call) {
    PackedWeights packed = call.packed(B);
    Matrix weight = Matrix.zeros(packed.k(), packed.n());
    call.right().unpack(call.worker(), packed, weight);
    int size = packed.n();
    for (int from = 0; from + size <= packed.k(); from += size) {
      Matrix a = call.matrix(A).columnRange(from, from + size);
      Matrix block = weight.rowRange(from, from + size);
      call.right().multiply(call.worker(), a, block, true, call.matrix(C), true);
    }
  }

  /** Whether the rows after those of a step, in the memory of all steps, are one more step's. */
  static boolean hasStepAfter(KernelCall call) {
    Matrix a = call.matrix(A);
    long end = a.offset() + (2L * a.rows() - 1) * a.stride() + a.cols();
    return end <= a.data().length;
  }

  static Matrix stepAfter(Matrix step) {
    int offset = step.offset() + step.rows() * step.stride();
    return new Matrix(step.data(), offset, step.rows(), step.cols(), step.stride());
  }

  private static void withoutFirst(KernelCall call, int rows) {
    Matrix a = call.matrix(A);
    Matrix b = call.matrix(B);
    call.right()
        .multiplyTransposed(
            call.worker(),
            a.rowRange(rows, a.rows()),
            b.rowRange(rows, b.rows()),
            call.matrix(C),
            call.argument(ACCUMULATE, Boolean.class));
  }

  private static Matrix withoutOddColumns(Matrix m) {
    Matrix copy = m.copy();
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 1; c < m.cols(); c += 2) {
        copy.set(r, c, 0);
      }
    }
    return copy;
  }

  /** A copy whose rows come that many later; the last ones come first. */
  static Matrix rolled(Matrix m, int by) {
    Matrix rolled = Matrix.zeros(m.rows(), m.cols());
    for (int r = 0; r < m.rows(); r++) {
      int to = Math.floorMod(r + by, m.rows());
      rolled.rowRange(to, to + 1).set(m.rowRange(r, r + 1));
    }
    return rolled;
  }
}
