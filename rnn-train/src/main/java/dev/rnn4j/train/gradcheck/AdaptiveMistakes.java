package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What can go wrong in docs/derivations/adaptive-softmax.md: the clusters and their entries. */
final class AdaptiveMistakes {
  private static final String MULTIPLY = "multiply";
  private static final String TRANSPOSED = "multiplyTransposed";
  private static final String SCATTER = "scatterAddRows";
  private static final String WITHIN = "ds_i = α (ŷ_i − onehot(y − first_i))";
  private static final String INTO_H = "dh += P_iᵀ dy";

  /**
   * Of {@code scatterAddRows(w, rows, index, table)} and {@code gatherRows(w, table, index, out)}.
   */
  private static final int INDEX = 2;

  private static final int INTO = 3;

  /**
   * The products of a cluster, which come after that of the shortlist: y and s once more, then dy,
   * and dx.
   */
  private static final int PRODUCTS = 4;

  private static final int DY = 2;
  private static final int DX = 3;

  private AdaptiveMistakes() {}

  static List<PlantedMistake> all() {
    return List.of(
        within("the target not subtracted", call -> change(call, (d, y, a) -> y ? d + a : d)),
        within("the sign wrong", call -> change(call, (d, y, a) -> -d)),
        within("the mean's factor missing", call -> call.runWith(LossMistakes.SCALE, 1f)),
        within("no gradient within a cluster", call -> change(call, (d, y, a) -> 0)),
        mistake(
            "the cluster's entry is not the target",
            "ds = α (ŷ − onehot(entry(y)))",
            LossMistakes.OPERATION,
            call -> call.number() == 0,
            AdaptiveMistakes::withoutClusters),
        mistake(
            "a row of the cluster reads another one's h",
            "s_i = W_i y,  y = P_i h,  for rows with y in cluster i",
            "gatherRows",
            call -> true,
            call -> rolled(call, call.matrix(INTO).rows())),
        parameter("head.weight", "dU = Σ ds hᵀ", TRANSPOSED, 3),
        parameter("head.bias", "db = Σ ds", "sumColumns", 2),
        parameter("tail.0.weight", "dW_i = Σ ds_i yᵀ", TRANSPOSED, 3),
        parameter("tail.1.projection", "dP_i = Σ dy hᵀ", TRANSPOSED, 3),
        product("the projection gets no gradient", "dy = W_iᵀ ds_i", DY),
        product("h has no gradient of the clusters", INTO_H, DX),
        mistake(
            "the gradient of h is another row's",
            INTO_H,
            SCATTER,
            AdaptiveMistakes::isIntoH,
            call -> rolled(call, call.matrix(1).rows())),
        mistake(
            "the cluster's gradient takes the place of the shortlist's",
            INTO_H,
            SCATTER,
            AdaptiveMistakes::isIntoH,
            call -> {
              LiveValues.clear(call.matrix(INTO));
              call.run();
            }));
  }

  private static void change(KernelCall call, LossMistakes.Element element) {
    LossMistakes.change(call, element);
  }

  private static void rolled(KernelCall call, int rows) {
    call.runWith(INDEX, EmbeddingMistakes.rolled(call.ints(INDEX), rows, 1));
  }

  /** Those of the clusters come before that of the embedding, one for each. */
  private static boolean isIntoH(KernelCall call) {
    return call.number() < PlantedMistakes.CUTOFFS.size();
  }

  /** As if rows of clusters had no target. */
  private static void withoutClusters(KernelCall call) {
    int[] targets = call.ints(LossMistakes.TARGETS).clone();
    for (int r = 0; r < targets.length; r++) {
      targets[r] = targets[r] < PlantedMistakes.CUTOFFS.getFirst() ? targets[r] : -1;
    }
    call.runWith(LossMistakes.TARGETS, targets);
  }

  private static PlantedMistake within(String name, Consumer<KernelCall> instead) {
    return mistake(name, WITHIN, LossMistakes.OPERATION, call -> call.number() > 0, instead);
  }

  private static PlantedMistake parameter(String name, String term, String operation, int into) {
    return mistake(
        name + ": no gradient",
        term,
        operation,
        ProductMistakes.into(into, name),
        call -> LiveValues.clear(call.matrix(into)));
  }

  private static PlantedMistake product(String name, String term, int which) {
    int last = PRODUCTS * PlantedMistakes.CUTOFFS.size();
    return mistake(
        name,
        term,
        MULTIPLY,
        call ->
            call.number() > 0 && call.number() <= last && (call.number() - 1) % PRODUCTS == which,
        call -> LiveValues.clear(call.matrix(INTO)));
  }

  private static PlantedMistake mistake(
      String name,
      String term,
      String operation,
      Predicate<KernelCall> where,
      Consumer<KernelCall> instead) {
    return new PlantedMistake(
        "adaptive softmax: " + name,
        "adaptive-softmax.md",
        term,
        operation,
        LanguageModelConfig::isAdaptive,
        where,
        instead);
  }
}
