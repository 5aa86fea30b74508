package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;

/** What can go wrong in docs/derivations/softmax-cross-entropy.md: the gradient of the logits. */
final class LossMistakes {
  private static final String TERM = "ds = α (ŷ − onehot(y))";

  /** Where they are planted. */
  static final String OPERATION = "softmaxCrossEntropy";

  /** Of {@code softmaxCrossEntropy(w, logits, targets, scale, smoothing, losses)}. */
  static final int TARGETS = 2;

  static final int SCALE = 3;

  private LossMistakes() {}

  /** What becomes of one element of a row with a target. */
  interface Element {
    /** From what it should be, and whether it is the target's. */
    float of(float right, boolean target, float scale);
  }

  static List<PlantedMistake> all() {
    return List.of(
        elements("the target not subtracted", (ds, y, scale) -> y ? ds + scale : ds),
        elements("the target alone", (ds, y, scale) -> y ? -scale : 0),
        elements("the target subtracted twice", (ds, y, scale) -> y ? ds - scale : ds),
        elements("the sign wrong", (ds, y, scale) -> -ds),
        elements("the target's probability alone", (ds, y, scale) -> y ? ds : 0),
        mistake("the mean's factor missing", "α = 1/N", call -> call.runWith(SCALE, 1f)),
        mistake(
            "the target of the step before",
            TERM,
            call -> {
              int rows = call.matrix(1).rows();
              int streams = call.streams(call.matrix(1));
              int[] targets = call.ints(TARGETS);
              call.runWith(TARGETS, EmbeddingMistakes.rolled(targets, rows, streams));
            }),
        mistake(
            "a row without a target has a gradient",
            "a row of zeros if there is no target",
            call -> {
              int[] targets = call.ints(TARGETS).clone();
              for (int r = 0; r < targets.length; r++) {
                targets[r] = Math.max(targets[r], 0);
              }
              call.runWith(TARGETS, targets);
            }));
  }

  private static PlantedMistake elements(String name, Element element) {
    return mistake(
        name,
        TERM,
        call -> {
          change(call, element);
        });
  }

  /** Every element of rows with a target. */
  static void change(KernelCall call, Element element) {
    call.run();
    Matrix ds = call.matrix(1);
    float scale = call.argument(SCALE, Float.class);
    for (int r = 0; r < ds.rows(); r++) {
      int target = call.ints(TARGETS)[r];
      for (int v = 0; target >= 0 && v < ds.cols(); v++) {
        ds.set(r, v, element.of(ds.get(r, v), v == target, scale));
      }
    }
  }

  private static PlantedMistake mistake(String name, String term, Consumer<KernelCall> instead) {
    return new PlantedMistake(
        "softmax: " + name,
        "softmax-cross-entropy.md",
        term,
        OPERATION,
        config -> true,
        call -> call.number() == 0, // of an adaptive softmax that of the shortlist
        instead);
  }
}
