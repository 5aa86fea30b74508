package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What can go wrong in docs/derivations/attention.md around the attention: h̃, input feeding and
 * what the encoder gets. For {@link PlantedDecoder}.
 */
final class DecoderMistakes {
  private static final SequenceBatch BATCH = PlantedDecoder.BATCH;
  private static final int MEMORY = PlantedDecoder.MEMORY;
  private static final int WIDTH = PlantedDecoder.WIDTH;
  private static final int GATES = 4;
  private static final String FEEDING = "dh̃(t) = Uᵀ ds(t) + dx(t+1)[h̃]";
  private static final String COMBINATION = "[dcontext; dh(t)] = W_cᵀ dz";

  private DecoderMistakes() {}

  static List<PlantedMistake> all() {
    return Stream.of(ofFeeding(), ofSlope(), ofCombination(), ofSums(), ofParameters())
        .flatMap(List::stream)
        .toList();
  }

  private static PlantedMistake mistake(
      String name,
      String term,
      String operation,
      Predicate<KernelCall> where,
      Consumer<KernelCall> instead) {
    return new PlantedMistake(name, PlantedDecoder.PAGE, term, operation, where, instead);
  }

  /** Of all {@code activateBackward}: those of h̃ of every step, then those of the bridge. */
  static PlantedMistake slope(
      String name, String term, Predicate<KernelCall> where, SimpleMistakes.Unit unit) {
    return mistake(
        name, term, "activateBackward", where, call -> SimpleMistakes.backward(call, unit));
  }

  /** Of dx = dy · W. */
  static PlantedMistake product(
      String name, String term, Predicate<KernelCall> where, Consumer<KernelCall> instead) {
    return mistake(name, term, ProductMistakes.MULTIPLY, where, instead);
  }

  /** What dx = dy · W gives, changed. */
  static Consumer<KernelCall> changed(Consumer<Matrix> change) {
    return call -> {
      call.run();
      change.accept(call.matrix(ProductMistakes.C));
    };
  }

  static boolean isAdded(KernelCall call) {
    return call.argument(ProductMistakes.ACCUMULATE, Boolean.class);
  }

  /** Of dW = Σ dz xᵀ: another x. */
  static PlantedMistake weight(
      String name, String term, String parameter, UnaryOperator<Matrix> other) {
    return mistake(
        name,
        term,
        ProductMistakes.TRANSPOSED,
        ProductMistakes.into(ProductMistakes.C, parameter),
        call -> call.runWith(ProductMistakes.B, other.apply(call.matrix(ProductMistakes.B))));
  }

  static PlantedMistake noWeight(String parameter, String term) {
    Predicate<KernelCall> where = ProductMistakes.into(ProductMistakes.C, parameter);
    return mistake(
        parameter + ": no gradient", term, ProductMistakes.TRANSPOSED, where, call -> {});
  }

  static PlantedMistake noBias(String parameter, String term) {
    Predicate<KernelCall> where = ProductMistakes.into(2, parameter);
    return mistake(parameter + ": no gradient", term, ProductMistakes.SUM, where, call -> {});
  }

  /** Products dy · W by a weight W of that shape. */
  private static Predicate<KernelCall> by(int rows, int cols) {
    return call -> {
      PackedWeights weight = call.packed(ProductMistakes.B);
      return !weight.transposed() && weight.k() == rows && weight.n() == cols;
    };
  }

  private static List<PlantedMistake> ofFeeding() {
    Consumer<KernelCall> lost = changed(dx -> LiveValues.clear(fed(dx)));
    return List.of(
        feeding("h̃ has no gradient through the next step", lost),
        feeding(
            "h̃'s gradient is carried over one step alone",
            call -> {
              if (call.strike() == 0) {
                call.run();
              } else {
                lost.accept(call);
              }
            }),
        feeding(
            "h̃ gets the gradient of the token's vector",
            changed(dx -> fed(dx).set(dx.columnRange(0, WIDTH)))),
        feeding(
            "the wrong sign of h̃'s gradient through the next step",
            changed(dx -> negate(fed(dx)))),
        product(
            "what comes through the next step takes the place of the softmax's gradient",
            FEEDING,
            call -> call.number() == 0,
            changed(DecoderMistakes::clearAllButLastSteps)),
        weight(
            "rnn.weight_ih_l0: h̃ left out",
            "dW_ih = Σ_t dz(t) [e(t); h̃(t−1)]ᵀ",
            "decoder.rnn.weight_ih_l0",
            x -> {
              Matrix without = x.copy();
              LiveValues.clear(fed(without));
              return without;
            }));
  }

  /** In dx(t) of the first layer, the last step first. */
  private static PlantedMistake feeding(String name, Consumer<KernelCall> instead) {
    int gates = GATES * PlantedDecoder.HIDDEN.getFirst();
    return product(name, FEEDING, by(gates, 2 * WIDTH), instead);
  }

  /** The columns of h̃(t−1) in x(t) or dx(t). */
  private static Matrix fed(Matrix x) {
    return x.columnRange(WIDTH, 2 * WIDTH);
  }

  private static void negate(Matrix m) {
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        m.set(r, c, -m.get(r, c));
      }
    }
  }

  private static void clearAllButLastSteps(Matrix ofAllSteps) {
    for (int t = 0; t + 1 < BATCH.steps(); t++) {
      int from = BATCH.offset(t);
      LiveValues.clear(ofAllSteps.rowRange(from, from + BATCH.active(t + 1)));
    }
  }

  private static List<PlantedMistake> ofSlope() {
    String term = "dz = dh̃ ∘ (1 − h̃²)";
    Predicate<KernelCall> where = call -> call.number() < BATCH.steps();
    return List.of(
        slope("the slope of h̃'s tanh dropped", term, where, (f, h, dh) -> dh),
        slope(
            "the slope of h̃'s tanh without the square", term, where, (f, h, dh) -> dh * (1 - h)));
  }

  private static List<PlantedMistake> ofCombination() {
    int both = MEMORY + WIDTH;
    return List.of(
        combination("context has no gradient", d -> LiveValues.clear(d.columnRange(0, MEMORY))),
        combination("h has no gradient of h̃", d -> LiveValues.clear(d.columnRange(MEMORY, both))),
        combination(
            "context and h swapped",
            d -> {
              Matrix copy = d.copy();
              d.columnRange(0, MEMORY).set(copy.columnRange(WIDTH, both));
              d.columnRange(MEMORY, both).set(copy.columnRange(0, WIDTH));
            }));
  }

  private static PlantedMistake combination(String name, Consumer<Matrix> change) {
    return product(name, COMBINATION, by(WIDTH, MEMORY + WIDTH), changed(change));
  }

  /** Of two gradients that are to be added, one alone. */
  private static List<PlantedMistake> ofSums() {
    return List.of(
        product(
            "h̃'s gradient takes the place of what comes to h through the next step",
            COMBINATION,
            by(GATES * WIDTH, WIDTH),
            call -> {
              if (call.isFirstStep(call.strike())) {
                call.run();
              }
            }),
        product(
            "what comes through the keys takes the place of what comes through the contexts",
            "dm_j += W_kᵀ dk_j",
            call -> by(WIDTH, MEMORY).test(call) && isAdded(call),
            call -> call.runWith(ProductMistakes.ACCUMULATE, false)));
  }

  private static List<PlantedMistake> ofParameters() {
    String term = "dW_c = Σ_t dz [context; h]ᵀ";
    String weight = "combine.weight";
    return List.of(
        noWeight(weight, term),
        weight(
            "combine.weight: another row's context and h",
            term,
            weight,
            x -> ProductMistakes.rolled(x, 1)),
        noBias("combine.bias", "db_c = Σ_t dz"));
  }
}
