package dev.rnn4j.testkit;

import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.model.EncoderDecoderConfig;
import dev.rnn4j.core.model.EncoderDecoderConfig.Tying;
import dev.rnn4j.core.model.SourceSequence;
import dev.rnn4j.testkit.ReferenceCell.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An encoder-decoder in double precision, one pair of sequences at a time:
 *
 * <pre>
 *   m(1) ... m(S)  what the encoder hands up
 *   h(0)      = tanh(W [h→(S); h←(1)] + b) of each layer of the decoder, c(0) likewise
 *   x(t)      = [e(t); h̃(t-1)] with input feeding, otherwise e(t)
 *   h(t)      = of the last layer
 *   score(j)  = v · tanh(W_q h(t) + W_k m(j)), or h(t) · W_k m(j)
 *   context   = Σ softmax(score)(j) m(j)
 *   h̃(t)      = tanh(W_c [context; h(t)] + b_c); without attention h(t)
 *   ŷ(t)      = softmax(U h̃(t) + b)
 * </pre>
 *
 * with dropout's multipliers on embeddings, between layers and on h̃.
 */
final class ReferenceEncoderDecoder {
  private final EncoderDecoderConfig config;
  private final Map<String, double[]> parameters;
  private double kinkDistance = Double.POSITIVE_INFINITY;

  /** Dropout's multipliers; those of a site are asked for by name. */
  interface Masks {
    /** No dropout. */
    Masks NONE =
        (_, _, width) -> {
          double[] ones = new double[width];
          Arrays.fill(ones, 1);
          return ones;
        };

    /**
     * Multipliers of a vector.
     *
     * @param site "source", "encoder 0", "target", "layer 0", "output"
     * @param t the step
     * @param width how many
     */
    double[] of(String site, int t, int width);

    /** The noise of a layer of the encoder, or of the decoder. */
    default ReferenceNoise noise(RecurrentNoise config, boolean decoder, int layer, int direction) {
      return ReferenceNoise.inUse(config);
    }
  }

  /**
   * What one pair gives.
   *
   * @param logits of every step
   * @param weights of attention in every step; empty without
   */
  record Result(List<double[]> logits, List<double[]> weights) {
    /** Σ -log ŷ(t)[target]. */
    double loss(int[] target, int end) {
      double loss = 0;
      for (int t = 0; t < logits.size(); t++) {
        double[] s = logits.get(t);
        double sum = 0;
        for (double one : s) {
          sum += Math.exp(one);
        }
        loss += Math.log(sum) - s[t < target.length ? target[t] : end];
      }
      return loss;
    }
  }

  /** The arrays are kept and read again on every run. */
  ReferenceEncoderDecoder(EncoderDecoderConfig config, Map<String, double[]> parameters) {
    this.config = config;
    this.parameters = parameters;
  }

  /** What the decoder is fed if a teacher forces it. */
  int[] truth(int[] target) {
    int[] fed = new int[target.length + 1];
    fed[0] = config.decoder().endToken();
    System.arraycopy(target, 0, fed, 1, target.length);
    return fed;
  }

  /** What it feeds itself, so many tokens. */
  int[] greedy(SourceSequence source, int length) {
    int[] fed = new int[length];
    fed[0] = config.decoder().endToken();
    for (int t = 1; t < length; t++) {
      double[] s = run(source, Arrays.copyOf(fed, t), Masks.NONE).logits().getLast();
      for (int v = 1; v < s.length; v++) {
        fed[t] = s[v] > s[fed[t]] ? v : fed[t];
      }
    }
    return fed;
  }

  /** How near any {@link #run} came to a kink. */
  double kinkDistance() {
    return kinkDistance;
  }

  Result run(SourceSequence source, int[] fed, Masks masks) {
    ReferenceStack.Result read = encode(source, masks);
    kinkDistance = Math.min(kinkDistance, read.kinkDistance());
    List<State> states = initial(read.states());
    double[] attentional = new double[config.decoderStack().outputSize()];
    List<double[]> logits = new ArrayList<>();
    List<double[]> weights = new ArrayList<>();
    for (int t = 0; t < fed.length; t++) {
      double[] e = row("decoder.embedding.weight", fed[t], config.decoder().embeddingSize());
      double[] x = times(e, masks.of("target", t, e.length));
      if (config.decoder().inputFeeding()) {
        x = joined(x, attentional);
      }
      for (int l = 0; l < states.size(); l++) {
        ReferenceNoise noise = masks.noise(config.regularization().noise(), true, l, 0);
        var left = noise.dropped(parameters, "decoder.rnn.weight_hh_l" + l);
        State before = states.get(l);
        ReferenceCell cell = new ReferenceCell(config.cell(), left, "decoder.rnn.", "_l" + l);
        State now =
            cell.step(
                x, before, noise.recurrent(before.h()), noise.candidate(before.c().length, t));
        kinkDistance = Math.min(kinkDistance, cell.kinkDistance());
        State state = noise.after(before, now, t);
        states.set(l, state);
        boolean last = l == states.size() - 1;
        x = last ? state.h() : times(state.h(), masks.of("layer " + l, t, state.h().length));
      }
      if (config.decoder().attention() != AttentionKind.NONE) {
        weights.add(weights(x, read.outputs()));
        x = combined(x, weights.getLast(), read.outputs());
      }
      attentional = times(x, masks.of("output", t, x.length));
      logits.add(ReferenceCell.affine(output(), parameter("output.bias"), attentional));
    }
    return new Result(logits, weights);
  }

  private double[] output() {
    boolean tied = config.decoder().tying() != Tying.NONE;
    return parameter(tied ? "decoder.embedding.weight" : "output.weight");
  }

  private ReferenceStack.Result encode(SourceSequence source, Masks masks) {
    List<double[]> x = new ArrayList<>();
    switch (source) {
      case SourceSequence.Tokens(int[] ids) -> {
        boolean shared = config.decoder().tying() == Tying.ALL;
        String table = shared ? "decoder.embedding.weight" : "encoder.embedding.weight";
        for (int t = 0; t < ids.length; t++) {
          int width = config.encoder().input().width();
          x.add(times(row(table, ids[t], width), masks.of("source", t, width)));
        }
      }
      case SourceSequence.Frames(var frames) -> {
        for (int t = 0; t < frames.rows(); t++) {
          x.add(EncoderDecoderCase.doubles(frames.rowRange(t, t + 1)));
        }
      }
    }
    List<State> zeros = new ArrayList<>();
    List<List<double[]>> dropped = new ArrayList<>();
    for (int l = 0; l < config.encoder().hiddenSizes().size(); l++) {
      int units = config.encoder().hiddenSizes().get(l);
      int hidden = ReferenceCell.outputSize(config.cell(), units);
      int cells = ReferenceCell.stateSize(config.cell(), units);
      for (int d = 0; d < config.encoder().directions().count(); d++) {
        zeros.add(new State(new double[hidden], new double[cells]));
      }
      dropped.add(new ArrayList<>());
      for (int t = 0; t < x.size(); t++) {
        int width = ReferenceStack.outputSize(config.encoderStack(), l);
        dropped.getLast().add(masks.of("encoder " + l, t, width));
      }
    }
    return new ReferenceStack(config.encoderStack(), "encoder.rnn.", parameters)
        .run(
            x, zeros, dropped, (l, d) -> masks.noise(config.regularization().noise(), false, l, d));
  }

  /** The last layers belong together. */
  private List<State> initial(List<State> read) {
    int directions = config.encoder().directions().count();
    int layers = config.decoder().hiddenSizes().size();
    List<State> states = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      int below = Math.max(0, config.encoder().hiddenSizes().size() - layers + l);
      State first = read.get(below * directions);
      State second = read.get(below * directions + directions - 1);
      boolean two = directions == 2;
      double[] h = bridge("hidden_l" + l, two ? joined(first.h(), second.h()) : first.h());
      double[] c =
          first.c().length == 0
              ? new double[0]
              : bridge("cell_l" + l, two ? joined(first.c(), second.c()) : first.c());
      states.add(new State(h, c));
    }
    return states;
  }

  private double[] bridge(String name, double[] x) {
    return tanh(
        ReferenceCell.affine(
            parameter("bridge." + name + ".weight"), parameter("bridge." + name + ".bias"), x));
  }

  private double[] weights(double[] h, List<double[]> memory) {
    double[] scores = new double[memory.size()];
    double sum = 0;
    for (int j = 0; j < scores.length; j++) {
      scores[j] = Math.exp(score(h, memory.get(j)));
      sum += scores[j];
    }
    for (int j = 0; j < scores.length; j++) {
      scores[j] /= sum;
    }
    return scores;
  }

  private double score(double[] h, double[] m) {
    double[] key =
        ReferenceCell.affine(parameter("decoder.attention.key.weight"), new double[h.length], m);
    if (config.decoder().attention() == AttentionKind.MULTIPLICATIVE) {
      return dot(h, key);
    }
    double[] fit = tanh(ReferenceCell.affine(parameter("decoder.attention.query.weight"), key, h));
    return dot(parameter("decoder.attention.score"), fit);
  }

  private double[] combined(double[] h, double[] weights, List<double[]> memory) {
    double[] context = new double[config.encoderStack().outputSize()];
    for (int j = 0; j < weights.length; j++) {
      for (int k = 0; k < context.length; k++) {
        context[k] += weights[j] * memory.get(j)[k];
      }
    }
    return tanh(
        ReferenceCell.affine(
            parameter("decoder.attention.combine.weight"),
            parameter("decoder.attention.combine.bias"),
            joined(context, h)));
  }

  private double[] parameter(String name) {
    double[] values = parameters.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "parameter %s is missing, got %s".formatted(name, parameters.keySet()));
    }
    return values;
  }

  private double[] row(String table, int row, int width) {
    return Arrays.copyOfRange(parameter(table), row * width, (row + 1) * width);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double[] tanh(double[] z) {
    Arrays.setAll(z, k -> Math.tanh(z[k]));
    return z;
  }

  private static double[] times(double[] x, double[] factors) {
    double[] y = x.clone();
    Arrays.setAll(y, k -> x[k] * factors[k]);
    return y;
  }

  private static double[] joined(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
