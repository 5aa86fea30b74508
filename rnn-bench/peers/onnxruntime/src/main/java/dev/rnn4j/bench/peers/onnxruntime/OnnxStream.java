package dev.rnn4j.bench.peers.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.rnn4j.bench.peers.PeerCase.Layer.Cell;
import dev.rnn4j.bench.peers.PeerCase.Stream;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.PeerData.ModelWeights;
import dev.rnn4j.bench.peers.Rival;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A language model whose state goes in and comes out. Two sets of buffers take turns: what was a
 * step's output is the next one's input, where it is.
 */
final class OnnxStream implements Rival.Work {
  private static final int SETS = 2;

  private final OrtSession session;
  private final int[] tokens;
  private final LongBuffer token = Engine.longs(1);
  private final FloatBuffer logits;
  private final List<Map<String, OnnxTensor>> inputs = List.of(new HashMap<>(), new HashMap<>());
  private final List<Map<String, OnnxTensor>> outputs = List.of(new HashMap<>(), new HashMap<>());
  private int next;

  OnnxStream(Engine engine, Stream c, OrtSession session) {
    this.session = session;
    tokens = PeerData.tokens(c);
    logits = Engine.floats(c.v());
    OnnxTensor in = engine.tensor(token, 1, 1);
    OnnxTensor out = engine.tensor(logits, 1, c.v());
    for (int set = 0; set < SETS; set++) {
      inputs.get(set).put("token", in);
      outputs.get(set).put("logits", out);
      for (int l = 0; l < c.layers(); l++) {
        for (String name : List.of("h" + l, "c" + l)) {
          OnnxTensor state = engine.tensor(Engine.floats(c.h()), 1, 1, c.h());
          inputs.get(set).put(name, state);
          outputs.get(1 - set).put(next(name), state);
        }
      }
    }
  }

  private static String next(String state) {
    return "next_" + state;
  }

  /** The model file of that case. */
  static byte[] model(Stream c) {
    ModelWeights weights = PeerData.weights(c);
    OnnxGraph graph = new OnnxGraph().integerInput("token", 1, 1).output("logits", 1, c.v());
    graph.constant("encoder", weights.encoder(), c.v(), c.h());
    graph.node("Gather", List.of("encoder", "token"), List.of("x"), Map.of());
    String below = "x";
    for (int l = 0; l < c.layers(); l++) {
      String h = "h" + l;
      String state = "c" + l;
      graph.input(h, 1, 1, c.h()).input(state, 1, 1, c.h());
      graph.output(next(h), 1, 1, c.h()).output(next(state), 1, 1, c.h());
      RecurrentNode.add(
          graph,
          Cell.LSTM,
          String.valueOf(l),
          weights.layers().get(l),
          new RecurrentNode.Inputs(below, h, state),
          List.of("", next(h), next(state)));
      below = next(h); // (1, B, H), and so is a sequence of one step
    }
    graph.integers("row", 1, c.h());
    graph.node("Reshape", List.of(below, "row"), List.of("top"), Map.of());
    graph.constant("decoder", weights.decoder(), c.v(), c.h());
    graph.constant("bias", weights.decoderBias(), c.v());
    graph.node("Gemm", List.of("top", "decoder", "bias"), List.of("logits"), Map.of("transB", 1));
    return graph.toBytes();
  }

  @Override
  public void run() {
    token.put(0, tokens[next % tokens.length]);
    Engine.run(session, inputs.get(next % SETS), outputs.get(next % SETS));
    next = (next + 1) % (SETS * tokens.length);
  }

  @Override
  public float[] result() {
    float[] values = new float[logits.capacity()];
    logits.get(0, values);
    return values;
  }
}
