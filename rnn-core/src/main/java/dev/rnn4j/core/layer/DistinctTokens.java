package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.Objects;

/**
 * The input of a layer that reads an embedding, by distinct tokens: W_ih E[x] is the same at every
 * occurrence of x, so a window of T·B tokens of which D differ needs a product of D rows and not of
 * T·B. Owns the buffers of that; everything is shared by the workers of a run.
 */
final class DistinctTokens {
  private static final int ABSENT = -1;

  /** With fewer repetitions the extra passes over the gates cost what the products save. */
  private static final int LEAST_REPETITION = 2;

  private final int[] slotOfToken;
  private final int[] slots;
  private final int[] ids;
  private final Matrix allEmbedded;
  private final Matrix allProjected;
  private final Matrix allEmbeddedGradient;
  private final Matrix allProjectedGradient;
  private Matrix embedded;
  private Matrix projected;
  private Matrix embeddedGradient;
  private Matrix projectedGradient;
  private boolean worthwhile;

  /**
   * Buffers for windows of up to {@code rows} tokens.
   *
   * @param vocabularySize V
   * @param rows T·B
   * @param embeddingSize E
   * @param gates G·H of the layer
   * @param training whether there is a backward pass
   */
  DistinctTokens(int vocabularySize, int rows, int embeddingSize, int gates, boolean training) {
    int most = Math.min(vocabularySize, rows / LEAST_REPETITION);
    slotOfToken = new int[most == 0 ? 0 : vocabularySize]; // without repetitions never read
    Arrays.fill(slotOfToken, ABSENT);
    slots = new int[rows];
    ids = new int[most];
    allEmbedded = Matrix.zeros(most, embeddingSize);
    allProjected = Matrix.zeros(most, gates);
    allEmbeddedGradient = Matrix.zeros(training ? most : 0, embeddingSize);
    allProjectedGradient = Matrix.zeros(training ? most : 0, gates);
    embedded = allEmbedded;
    projected = allProjected;
    embeddedGradient = allEmbeddedGradient;
    projectedGradient = allProjectedGradient;
  }

  /**
   * Finds the distinct tokens of a window.
   *
   * @param w who computes; all workers have met when this returns
   * @param tokens ids, all in the vocabulary
   * @param rows how many of them count
   * @return whether there are few enough for this way to pay, the same for all workers
   * @throws IllegalArgumentException if there are fewer tokens, or buffers for fewer
   * @throws IndexOutOfBoundsException if a token is not in the vocabulary
   */
  boolean find(Worker w, int[] tokens, int rows) {
    if (w.index() == 0) {
      worthwhile = findAlone(tokens, rows);
    }
    w.barrier();
    return worthwhile;
  }

  private boolean findAlone(int[] tokens, int rows) {
    int most = Math.min(ids.length, rows / LEAST_REPETITION);
    int count = 0;
    boolean few = most > 0;
    if (few) {
      check(tokens, rows); // or tokens met before a wrong one would be taken for met ever after
    }
    for (int r = 0; few && r < rows; r++) {
      int slot = slotOfToken[tokens[r]];
      if (slot == ABSENT && count == most) {
        few = false;
      } else if (slot == ABSENT) {
        slot = count;
        slotOfToken[tokens[r]] = slot;
        ids[count++] = tokens[r];
      }
      slots[r] = slot;
    }
    for (int i = 0; i < count; i++) {
      slotOfToken[ids[i]] = ABSENT;
    }
    if (few) {
      resize(count);
    }
    return few;
  }

  private void check(int[] tokens, int rows) {
    if (rows > slots.length || rows > tokens.length) {
      throw new IllegalArgumentException(
          rows + " rows of " + tokens.length + " tokens, in buffers for " + slots.length);
    }
    for (int r = 0; r < rows; r++) {
      Objects.checkIndex(tokens[r], slotOfToken.length);
    }
  }

  private void resize(int count) {
    if (embedded.rows() != count) {
      embedded = allEmbedded.rowRange(0, count);
      projected = allProjected.rowRange(0, count);
      embeddedGradient = allEmbeddedGradient.rowRange(0, Math.min(count, trained()));
      projectedGradient = allProjectedGradient.rowRange(0, Math.min(count, trained()));
    }
  }

  private int trained() {
    return allProjectedGradient.rows();
  }

  /**
   * What {@link #find} last returned.
   *
   * @return whether this way was taken
   */
  boolean isWorthwhile() {
    return worthwhile;
  }

  /**
   * The distinct tokens, in the order of their first occurrence.
   *
   * @return D ids, live; there may be unused elements after them
   */
  int[] ids() {
    return ids;
  }

  /** For each row of the window, which distinct token stands there. */
  int[] slots() {
    return slots;
  }

  /**
   * The vectors of the distinct tokens.
   *
   * @return (D, E)
   */
  Matrix embedded() {
    return embedded;
  }

  /** W_ih E[x] with its bias (D, G·H). */
  Matrix projected() {
    return projected;
  }

  /**
   * The gradient of {@link #embedded()}, summed over the occurrences.
   *
   * @return (D, E)
   */
  Matrix embeddedGradient() {
    return embeddedGradient;
  }

  /** The gradient of {@link #projected()} (D, G·H). */
  Matrix projectedGradient() {
    return projectedGradient;
  }
}
