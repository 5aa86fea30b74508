package dev.rnn4j.train.eval;

import dev.rnn4j.core.head.Continuations;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;

/**
 * How well a model that writes token by token predicts given targets, if it always reads the true
 * tokens before: their perplexity, and how many of them it holds most probable. What it writes by
 * itself, reading its own mistakes, is worse; {@link TokenAccuracy} counts that the same way.
 */
public final class TeacherForcing {
  private long tokens;
  private long right;
  private double loss;

  /** Of no targets so far. */
  public TeacherForcing() {}

  /**
   * Adds targets that are predicted side by side.
   *
   * @param model whose first beginnings are the inputs, one each
   * @param endToken the token before the first of every target, and after the last
   * @param targets one for each input
   */
  public void add(Continuations model, int endToken, List<int[]> targets) {
    int n = targets.size();
    int[] rows = new int[n];
    int[] parents = new int[n];
    int[] fed = new int[n];
    for (int i = 0; i < n; i++) {
      rows[i] = i;
      parents[i] = i;
      fed[i] = endToken;
    }
    for (int t = 0; n > 0; t++) {
      Matrix logP = model.advance(parents, fed, n);
      int live = 0;
      for (int row = 0; row < n; row++) {
        int[] target = targets.get(rows[row]);
        count(logP, row, t < target.length ? target[t] : endToken);
        if (t < target.length) {
          rows[live] = rows[row];
          parents[live] = row;
          fed[live++] = target[t];
        }
      }
      n = live;
    }
  }

  private void count(Matrix logP, int row, int token) {
    tokens++;
    float own = logP.get(row, token);
    loss -= own;
    boolean most = true;
    for (int v = 0; v < logP.cols(); v++) {
      most &= logP.get(row, v) < own || v >= token && logP.get(row, v) == own;
    }
    right += most ? 1 : 0;
  }

  /**
   * Adds what another one has counted.
   *
   * @param other counted on another thread, say
   */
  public void add(TeacherForcing other) {
    tokens += other.tokens;
    right += other.right;
    loss += other.loss;
  }

  /** {@return the perplexity of the targets and of their ends} */
  public Perplexity perplexity() {
    return new Perplexity(tokens, loss);
  }

  /** {@return the share of tokens and ends that were the most probable, 0 to 1; NaN for none} */
  public double accuracy() {
    return (double) right / tokens;
  }
}
