package dev.rnn4j.bench.peers;

import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The same numbers in every JVM: seeded by what they are for. */
public final class PeerData {
  /** Windows of a training, read again and again; the state is carried over all the while. */
  public static final int WINDOWS = 8;

  /** Tokens of a stream, read again and again without a reset. */
  public static final int STREAM_TOKENS = 256;

  private static final float MODEL_RANGE = 0.1f;

  private PeerData() {}

  /**
   * Weights of a recurrent layer as PyTorch has them.
   *
   * @param ih (G·H, I)
   * @param hh (G·H, H)
   * @param biasIh (G·H)
   * @param biasHh (G·H)
   */
  @SuppressWarnings("ArrayRecordComponent") // plain carriers, never compared
  public record LayerWeights(float[] ih, float[] hh, float[] biasIh, float[] biasHh) {}

  /**
   * Weights of an LSTM language model.
   *
   * @param encoder (V, H)
   * @param layers from the bottom up, each of H inputs and H units
   * @param decoder (V, H)
   * @param decoderBias (V)
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record ModelWeights(
      float[] encoder, List<LayerWeights> layers, float[] decoder, float[] decoderBias) {}

  /**
   * One parameter of a stack.
   *
   * @param name PyTorch's
   * @param cols 1 of a vector
   * @param values (rows, cols), row-major
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Parameter(String name, int rows, int cols, float[] values) {}

  /** A of a product, in the layout its kind says. */
  public static float[] a(PeerCase.Product c) {
    return floats("a", c.m() * c.k(), 1f);
  }

  /** B of a product, in the layout its kind says. */
  public static float[] b(PeerCase.Product c) {
    return floats("b", c.k() * c.n(), 1f);
  }

  /** Input of a layer, (T, B, I). */
  public static float[] x(PeerCase.Layer c) {
    return floats("x", c.t() * c.b() * c.i(), 1f);
  }

  /** Weights of a layer, in ±1/√H. */
  public static LayerWeights weights(PeerCase.Layer c) {
    return layer("", c.cell().gates() * c.h(), c.i(), c.h(), (float) (1 / Math.sqrt(c.h())));
  }

  /** Input of sequences, packed: (rows, H). */
  public static float[] x(PeerCase.Ragged c) {
    return floats("x", c.rows() * c.h(), 1f);
  }

  /** Gradient of the outputs of sequences, packed: (rows, H). */
  public static float[] dh(PeerCase.Ragged c) {
    return floats("dh", c.rows() * c.h(), 1f);
  }

  /**
   * What goes into a stack: "x" (rows, I), packed, and "h" and "c" (L·D, B, width) before the first
   * step; then, after "d", the gradients of what comes out, "dy" (rows, D·width), "dh" and "dc".
   */
  public static float[] values(PeerCase.Stack c, String name, int length) {
    return floats(RandomSource.derive(c.seed(), (c.name() + name).hashCode()), length, 1f);
  }

  /**
   * Parameters of a stack, in the order in which PyTorch takes them and under its names: of each
   * layer and direction weight_ih, weight_hh, bias_ih, bias_hh, and weight_hr of a projection; in
   * ±1/√H.
   */
  public static List<Parameter> parameters(PeerCase.Stack c) {
    List<Parameter> all = new ArrayList<>();
    int rows = c.network().gates() * c.hidden();
    for (int l = 0; l < c.layers(); l++) {
      int below = l == 0 ? c.inputs() : c.directions() * c.outputs();
      for (int d = 0; d < c.directions(); d++) {
        String suffix = "_l" + l + (d == 0 ? "" : "_reverse");
        all.add(parameter(c, "weight_ih" + suffix, rows, below));
        all.add(parameter(c, "weight_hh" + suffix, rows, c.outputs()));
        all.add(parameter(c, "bias_ih" + suffix, rows, 1));
        all.add(parameter(c, "bias_hh" + suffix, rows, 1));
        if (c.outputs() < c.hidden()) {
          all.add(parameter(c, "weight_hr" + suffix, c.outputs(), c.hidden()));
        }
      }
    }
    return all;
  }

  private static Parameter parameter(PeerCase.Stack c, String name, int rows, int cols) {
    long key = RandomSource.derive(c.seed(), (c.name() + name).hashCode());
    float range = (float) (1 / Math.sqrt(c.hidden()));
    return new Parameter(name, rows, cols, floats(key, rows * cols, range));
  }

  /** Initial weights of a model to train. */
  public static ModelWeights weights(PeerCase.Training c) {
    return model(c.v(), c.layers(), c.h());
  }

  /** Weights of a model to read. */
  public static ModelWeights weights(PeerCase.Stream c) {
    return model(c.v(), c.layers(), c.h());
  }

  /**
   * What training step {@code step} reads, (T, B) time-major: step t of stream b at t·B + b.
   *
   * @param step from 0; window {@code step % WINDOWS}
   */
  public static int[] inputs(PeerCase.Training c, int step) {
    return window(c, step, 0);
  }

  /** What it must predict, in the same layout: the token after each input. */
  public static int[] targets(PeerCase.Training c, int step) {
    return window(c, step, c.b());
  }

  /** The tokens of a stream; token n is at {@code n % STREAM_TOKENS}. */
  public static int[] tokens(PeerCase.Stream c) {
    return tokens("stream", STREAM_TOKENS, c.v());
  }

  private static int[] window(PeerCase.Training c, int step, int shift) {
    int size = c.t() * c.b();
    int[] all = tokens("training", WINDOWS * size + c.b(), c.v());
    int from = step % WINDOWS * size + shift;
    return Arrays.copyOfRange(all, from, from + size);
  }

  private static ModelWeights model(int v, int layers, int h) {
    List<LayerWeights> all = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      all.add(layer("_l" + l, PeerCase.Layer.Cell.LSTM.gates() * h, h, h, MODEL_RANGE));
    }
    return new ModelWeights(
        floats("encoder", v * h, MODEL_RANGE),
        all,
        floats("decoder", v * h, MODEL_RANGE),
        floats("decoder_bias", v, MODEL_RANGE));
  }

  private static LayerWeights layer(String suffix, int rows, int inputs, int h, float range) {
    return new LayerWeights(
        floats("w_ih" + suffix, rows * inputs, range),
        floats("w_hh" + suffix, rows * h, range),
        floats("b_ih" + suffix, rows, range),
        floats("b_hh" + suffix, rows, range));
  }

  /** Uniform floats in ±range. */
  private static float[] floats(String name, int length, float range) {
    return floats(name.hashCode(), length, range);
  }

  private static float[] floats(long seed, int length, float range) {
    RandomSource random = new RandomSource(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * range);
    }
    return values;
  }

  /**
   * Token ids below v, as frequent as words or letters are: the rank-th with a probability near 1 /
   * (rank + 1), Zipf's law. StrictMath, because one ulp may make another token.
   */
  private static int[] tokens(String name, int length, int v) {
    RandomSource random = new RandomSource(name.hashCode());
    int[] ids = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = Math.min(v - 1, (int) StrictMath.pow(v + 1.0, random.nextDouble()) - 1);
    }
    return ids;
  }
}
