package dev.rnn4j.core.model;

import dev.rnn4j.core.head.Continuations;
import dev.rnn4j.core.head.Hypothesis;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws sequences from a model, token by token, instead of looking for the most probable as {@link
 * dev.rnn4j.core.head.BeamSearch} does. Their score is log p under the model, whatever the
 * temperature. Several inputs are drawn for side by side, each from a generator of its own, so the
 * result of one does not depend on the others. Belongs to one thread, as its sampler does.
 */
public final class SampledSearch {
  private final Sampler sampler;
  private final int start;
  private final int end;

  /**
   * A search.
   *
   * @param sampler how to draw a token
   * @param start the token before the first
   * @param end the token that ends a sequence
   */
  public SampledSearch(Sampler sampler, int start, int end) {
    this.sampler = sampler;
    this.start = start;
    this.end = end;
  }

  /**
   * Draws sequences. What is as long as its limit ends there.
   *
   * @param model whose first beginnings are the inputs, one each
   * @param limits for each input the most tokens of a sequence, without the end; 0 or more
   * @param samples how many sequences to draw for each input, 1 or more
   * @param random for each input, where chance comes from
   * @return for each input its sequences in the order in which they were begun
   * @throws IllegalArgumentException if there is not one generator for each input, or a
   *     log-probability is NaN or ∞, or no token may follow
   */
  public List<List<Hypothesis>> search(
      Continuations model, int[] limits, int samples, RandomSource... random) {
    if (random.length != limits.length || samples < 1) {
      throw new IllegalArgumentException(
          "%d inputs need a generator each and 1 sample or more, not %d generators and %d samples"
              .formatted(limits.length, random.length, samples));
    }
    Drawing drawing = new Drawing(limits, samples, random);
    while (drawing.live > 0) {
      drawing.advance(model.advance(drawing.parents, drawing.tokens, drawing.live));
    }
    return drawing.results();
  }

  /** One sequence as far as it has been drawn. */
  private static final class Draft {
    private int[] tokens = new int[16];
    private int[] rows = new int[16];
    private int length;
    private double logProbability;

    void add(int token, int row, double logP) {
      if (length == tokens.length) {
        tokens = Arrays.copyOf(tokens, 2 * length);
        rows = Arrays.copyOf(rows, 2 * length);
      }
      tokens[length] = token;
      rows[length++] = row;
      logProbability += logP;
    }

    /** The last token is the end. */
    Hypothesis finished() {
      return new Hypothesis(
          Arrays.copyOf(tokens, length - 1),
          Arrays.copyOf(rows, length),
          logProbability,
          logProbability);
    }
  }

  /** All sequences of one search. */
  private final class Drawing {
    private final int[] limits;
    private final int samples;
    private final RandomSource[] random;
    private final List<Draft> drafts = new ArrayList<>();

    /** Which sequence each row is of, and what the next call asks for. */
    private final int[] sequences;

    private final int[] parents;
    private final int[] tokens;
    private int live;
    private float[] logP = new float[0];

    Drawing(int[] limits, int samples, RandomSource[] random) {
      this.limits = limits;
      this.samples = samples;
      this.random = random;
      live = Math.multiplyExact(limits.length, samples);
      sequences = new int[live];
      parents = new int[live];
      tokens = new int[live];
      for (int i = 0; i < live; i++) {
        drafts.add(new Draft());
        sequences[i] = i;
        parents[i] = i / samples;
        tokens[i] = start;
      }
    }

    void advance(Matrix rows) {
      int n = 0;
      for (int row = 0; row < live; row++) {
        int s = sequences[row];
        Draft draft = drafts.get(s);
        int token = draft.length == limits[s / samples] ? end : drawn(rows, row, s);
        draft.add(token, row, rows.get(row, token));
        if (token != end) {
          sequences[n] = s;
          parents[n] = row;
          tokens[n++] = token;
        }
      }
      live = n;
    }

    private int drawn(Matrix rows, int row, int s) {
      if (logP.length != rows.cols()) {
        logP = new float[rows.cols()];
      }
      System.arraycopy(rows.data(), rows.index(row, 0), logP, 0, logP.length);
      return sampler.draw(logP, random[s / samples]);
    }

    List<List<Hypothesis>> results() {
      List<Hypothesis> all = drafts.stream().map(Draft::finished).toList();
      List<List<Hypothesis>> results = new ArrayList<>();
      for (int i = 0; i < limits.length; i++) {
        results.add(all.subList(i * samples, (i + 1) * samples));
      }
      return results;
    }
  }
}
