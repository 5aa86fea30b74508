package dev.rnn4j.bench.peers.onednn;

import dev.rnn4j.bench.peers.PeerCase.Layer;
import dev.rnn4j.bench.peers.PeerCase.Layer.Cell;
import dev.rnn4j.bench.peers.PeerData.LayerWeights;
import dev.rnn4j.bench.peers.onednn.Primitives.Argument;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.global.dnnl.rnn_direction;
import org.bytedeco.dnnl.lbr_gru_forward;
import org.bytedeco.dnnl.lstm_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.rnn_primitive_desc_base;
import org.bytedeco.dnnl.vanilla_rnn_forward;
import org.bytedeco.javacpp.FloatPointer;

/** An RNN primitive of L layers, forward for inference, with weights in the layout it asks for. */
final class Rnn {
  private static final prop_kind INFERENCE = prop_kind.forward_inference;
  private static final rnn_direction DIRECTION = rnn_direction.unidirectional_left2right;

  private final Primitives primitives;
  private final Cell cell;
  private final memory.desc x;
  private final memory.desc y;
  private final memory.desc state;
  private final rnn_primitive_desc_base desc;
  private final primitive layers;
  private final memory weightsLayer;
  private final memory weightsIter;
  private final memory bias;

  /**
   * A primitive.
   *
   * @param shape its cell and sizes
   * @param weights of each layer from the bottom up
   * @param carriesState whether states are given and taken; if not, they begin as zeros
   */
  Rnn(Primitives primitives, Layer shape, List<LayerWeights> weights, boolean carriesState) {
    this.primitives = primitives;
    cell = shape.cell();
    int t = shape.t();
    int b = shape.b();
    int i = shape.i();
    int h = shape.h();
    int l = weights.size();
    int biases = cell == Cell.GRU ? cell.gates() + 1 : cell.gates();
    x = Primitives.desc(format_tag.tnc, t, b, i);
    y = Primitives.desc(format_tag.tnc, t, b, h);
    state = carriesState ? Primitives.desc(format_tag.ldnc, l, 1, b, h) : new memory.desc();
    memory.desc anyLayer = Primitives.desc(format_tag.any, l, 1, i, cell.gates(), h);
    memory.desc anyIter = Primitives.desc(format_tag.any, l, 1, h, cell.gates(), h);
    memory.desc biasDesc = Primitives.desc(format_tag.ldgo, l, 1, biases, h);
    desc = describe(anyLayer, anyIter, biasDesc);
    layers = new primitive(desc.get());
    memory.desc plainLayer = Primitives.desc(format_tag.ldigo, l, 1, i, cell.gates(), h);
    memory.desc plainIter = Primitives.desc(format_tag.ldigo, l, 1, h, cell.gates(), h);
    float[] ih = RnnWeights.weights(cell, i, h, weights.stream().map(LayerWeights::ih).toList());
    float[] hh = RnnWeights.weights(cell, h, h, weights.stream().map(LayerWeights::hh).toList());
    weightsLayer =
        primitives.reordered(
            primitives.memory(plainLayer, primitives.floats(ih)), desc.weights_layer_desc());
    weightsIter =
        primitives.reordered(
            primitives.memory(plainIter, primitives.floats(hh)), desc.weights_iter_desc());
    bias = primitives.memory(biasDesc, primitives.floats(allBiases(weights, biases, h)));
  }

  private float[] allBiases(List<LayerWeights> weights, int biases, int h) {
    float[] all = new float[weights.size() * biases * h];
    for (int l = 0; l < weights.size(); l++) {
      float[] layer = RnnWeights.biases(cell, h, weights.get(l));
      System.arraycopy(layer, 0, all, l * layer.length, layer.length);
    }
    return all;
  }

  private rnn_primitive_desc_base describe(
      memory.desc layer, memory.desc iter, memory.desc biasDesc) {
    return switch (cell) {
      case LSTM ->
          new lstm_forward.primitive_desc(
              primitives.cpu(),
              INFERENCE,
              DIRECTION,
              x,
              state,
              state,
              layer,
              iter,
              biasDesc,
              y,
              state,
              state);
      case GRU ->
          new lbr_gru_forward.primitive_desc(
              primitives.cpu(), INFERENCE, DIRECTION, x, state, layer, iter, biasDesc, y, state);
      case RNN_TANH ->
          new vanilla_rnn_forward.primitive_desc(
              primitives.cpu(),
              INFERENCE,
              algorithm.eltwise_tanh,
              DIRECTION,
              x,
              state,
              layer,
              iter,
              biasDesc,
              y,
              state);
    };
  }

  /** The implementation oneDNN chose. */
  String implementation() {
    return desc.impl_info_str().getString();
  }

  /** From zero states. */
  Runnable bind(FloatPointer input, FloatPointer output) {
    return primitives.bind(layers, arguments(input, output).toArray(Argument[]::new));
  }

  /** From h and c to hNext and cNext, each (L, B, H). */
  Runnable bind(
      FloatPointer input,
      FloatPointer output,
      FloatPointer h,
      FloatPointer c,
      FloatPointer hNext,
      FloatPointer cNext) {
    List<Argument> arguments = arguments(input, output);
    arguments.add(new Argument(dnnl.DNNL_ARG_SRC_ITER, primitives.memory(state, h)));
    arguments.add(new Argument(dnnl.DNNL_ARG_SRC_ITER_C, primitives.memory(state, c)));
    arguments.add(new Argument(dnnl.DNNL_ARG_DST_ITER, primitives.memory(state, hNext)));
    arguments.add(new Argument(dnnl.DNNL_ARG_DST_ITER_C, primitives.memory(state, cNext)));
    return primitives.bind(layers, arguments.toArray(Argument[]::new));
  }

  private List<Argument> arguments(FloatPointer input, FloatPointer output) {
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument(dnnl.DNNL_ARG_SRC_LAYER, primitives.memory(x, input)));
    arguments.add(new Argument(dnnl.DNNL_ARG_WEIGHTS_LAYER, weightsLayer));
    arguments.add(new Argument(dnnl.DNNL_ARG_WEIGHTS_ITER, weightsIter));
    arguments.add(new Argument(dnnl.DNNL_ARG_BIAS, bias));
    arguments.add(new Argument(dnnl.DNNL_ARG_DST_LAYER, primitives.memory(y, output)));
    return arguments;
  }
}
