package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.tensor.Matrix;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What can go wrong in docs/derivations/simple-rnn.md: the activation of one step. */
final class SimpleMistakes {
  private static final Set<Activation> ANY = Set.of(Activation.values());

  private static final Set<Activation> CURVED =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(Activation.LINEAR)));

  private SimpleMistakes() {}

  /** What becomes of one unit's gradient. */
  interface Unit {
    /** dz from h = f(z) and dh. */
    float dz(Activation f, float h, float dh);
  }

  /** dz as it should be. */
  static float right(Activation f, float h, float dh) {
    return switch (f) {
      case SIGMOID -> dh * (h * (1 - h));
      case TANH -> dh * (1 - h * h);
      case RELU -> dh * (h > 0 ? 1 : 0);
      case SOFTSIGN -> dh * (1 - Math.abs(h)) * (1 - Math.abs(h));
      case LINEAR -> dh;
    };
  }

  /** {@code activateBackward(w, f, h, dh, dz)} by units of one's own. */
  static void backward(KernelCall call, Unit unit) {
    Activation f = call.argument(1, Activation.class);
    Matrix h = call.matrix(2);
    Matrix dh = call.matrix(3);
    Matrix dz = call.matrix(4);
    for (int r = 0; r < h.rows(); r++) {
      for (int c = 0; c < h.cols(); c++) {
        dz.set(r, c, unit.dz(f, h.get(r, c), dh.get(r, c)));
      }
    }
  }

  private static PlantedMistake mistake(
      String name, String term, Set<Activation> activations, Unit unit) {
    return new PlantedMistake(
        "rnn: " + name,
        "simple-rnn.md",
        term,
        "activateBackward",
        config ->
            config.cell() instanceof ElmanCell(Activation f, boolean _) && activations.contains(f),
        call -> true,
        call -> backward(call, unit));
  }

  static List<PlantedMistake> all() {
    String step = "dz(t) = dh(t) ∘ f′(z(t))";
    Set<Activation> sigmoid = Set.of(Activation.SIGMOID);
    Set<Activation> tanh = Set.of(Activation.TANH);
    Set<Activation> relu = Set.of(Activation.RELU);
    return List.of(
        mistake("the activation's slope dropped", step, CURVED, (f, h, dh) -> dh),
        mistake("the sign wrong", step, ANY, (f, h, dh) -> -right(f, h, dh)),
        mistake("the step's gradient lost", step, ANY, (f, h, dh) -> 0),
        mistake("half of sigmoid' dropped", "f′ = h (1 − h)", sigmoid, (f, h, dh) -> dh * h),
        mistake("sigmoid' is tanh'", "f′ = h (1 − h)", sigmoid, (f, h, dh) -> dh * (1 - h * h)),
        mistake("tanh' without the square", "f′ = 1 − h²", tanh, (f, h, dh) -> dh * (1 - h)),
        mistake("tanh' is sigmoid'", "f′ = 1 − h²", tanh, (f, h, dh) -> dh * h * (1 - h)),
        mistake(
            "softsign' without the square",
            "f′ = (1 − |h|)²",
            Set.of(Activation.SOFTSIGN),
            (f, h, dh) -> dh * (1 - Math.abs(h))),
        mistake("relu' by the gradient", "f′ = 1 if h > 0", relu, (f, h, dh) -> dh > 0 ? dh : 0),
        mistake("relu' reversed", "f′ = 1 if h > 0", relu, (f, h, dh) -> h > 0 ? 0 : dh));
  }
}
