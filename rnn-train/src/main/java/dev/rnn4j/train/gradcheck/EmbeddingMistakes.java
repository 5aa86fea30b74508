package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What can go wrong in docs/derivations/embedding.md and dropout-and-tying.md. */
final class EmbeddingMistakes {
  private static final String EMBEDDING = "embedding.md";
  private static final String DROPOUT = "dropout-and-tying.md";
  private static final String TABLE = "encoder.weight";
  private static final String SCATTER = "scatterAddRows";
  private static final String SUM = "dE[v] = Σ over r with x_r = v of de_r";
  private static final String DISTINCT = "dP_d = Σ over r with s_r = d of dz_r";
  private static final String TIED = "dE = dSᵀ · H + scatter of de";
  private static final String MASK = "dx = m ∘ dy";

  /** Of {@code scatterAddRows(w, rows, index, table)}. */
  private static final int INDEX = 2;

  private static final int INTO = 3;

  private static final Predicate<KernelCall> TO_TABLE = call -> call.parameter(INTO).equals(TABLE);

  private static final Predicate<LanguageModelConfig> DROPS =
      config -> config.regularization().isRandom();

  private EmbeddingMistakes() {}

  static List<PlantedMistake> all() {
    return List.of(
        scatter("a token's last occurrence alone counts", SUM, DROPS, TO_TABLE, c -> overwrite(c)),
        scatter("no gradient", SUM, config -> true, TO_TABLE, call -> {}),
        scatter(
            "the row of the token before",
            SUM,
            config -> true,
            TO_TABLE,
            call -> call.runWith(INDEX, rolled(call.ints(INDEX), call.matrix(1).rows(), 1))),
        scatter(
            "a distinct token's last occurrence alone counts",
            DISTINCT,
            DROPS.negate(),
            TO_TABLE.negate(),
            c -> overwrite(c)),
        scatter(
            "a distinct token's gradient one row off",
            DISTINCT,
            DROPS.negate(),
            TO_TABLE.negate(),
            call -> call.runWith(INDEX, rolled(call.ints(INDEX), call.matrix(1).rows(), 1))),
        new PlantedMistake(
            "tied: the output's term missing",
            DROPOUT,
            TIED,
            "multiplyTransposed",
            LanguageModelConfig::tied,
            call -> call.parameter(INTO).equals(TABLE),
            call -> {}),
        new PlantedMistake(
            "tied: the input's term takes the place of the output's",
            DROPOUT,
            TIED,
            SCATTER,
            LanguageModelConfig::tied,
            TO_TABLE,
            call -> {
              LiveValues.clear(call.matrix(INTO));
              call.run();
            }),
        dropout("no mask", call -> true, call -> copy(call, 1)),
        new PlantedMistake(
            "dropout: no mask for the embedding",
            DROPOUT,
            MASK,
            "dropout",
            DROPS.and(config -> config.regularization().isPlain()),
            EmbeddingMistakes::isEmbedding,
            call -> copy(call, 1)),
        dropout(
            "the kept elements not scaled",
            call -> true,
            call -> {
              call.run();
              copy(call, 1 - call.argument(3, Float.class));
            }),
        dropout(
            "the mask of another window",
            call -> true,
            call -> call.runWith(4, call.argument(4, Long.class) + 1)));
  }

  private static PlantedMistake scatter(
      String name,
      String term,
      Predicate<LanguageModelConfig> concerns,
      Predicate<KernelCall> where,
      Consumer<KernelCall> instead) {
    return new PlantedMistake(
        "embedding: " + name, EMBEDDING, term, SCATTER, concerns, where, instead);
  }

  private static PlantedMistake dropout(
      String name, Predicate<KernelCall> where, Consumer<KernelCall> instead) {
    return new PlantedMistake("dropout: " + name, DROPOUT, MASK, "dropout", DROPS, where, instead);
  }

  /** The last site of a backward pass. */
  private static boolean isEmbedding(KernelCall call) {
    return call.number() == call.layers();
  }

  /** {@code dropout(w, x, y, p, key)} without a mask. */
  static void copy(KernelCall call, float scale) {
    Matrix x = call.matrix(1);
    Matrix y = call.matrix(2);
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.cols(); c++) {
        y.set(r, c, scale * x.get(r, c));
      }
    }
  }

  private static void overwrite(KernelCall call) {
    Matrix rows = call.matrix(1);
    Matrix table = call.matrix(INTO);
    for (int r = 0; r < rows.rows(); r++) {
      int to = call.ints(INDEX)[r];
      table.rowRange(to, to + 1).set(rows.rowRange(r, r + 1));
    }
  }

  /** The first n elements, each in the place of the one after it. */
  static int[] rolled(int[] index, int n, int by) {
    int[] rolled = new int[n];
    for (int r = 0; r < n; r++) {
      rolled[r] = index[Math.floorMod(r - by, n)];
    }
    return rolled;
  }
}
