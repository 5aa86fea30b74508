package dev.rnn4j.bench.peers.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.rnn4j.bench.peers.PeerCase.Layer;
import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** A model that turns the same inputs into the same output every time. */
final class OnnxWork implements Rival.Work {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;
  private final FloatBuffer output;
  private final String note;

  private OnnxWork(
      OrtSession session,
      Map<String, OnnxTensor> inputs,
      Map.Entry<FloatBuffer, OnnxTensor> output,
      String note) {
    this.session = session;
    this.inputs = inputs;
    this.output = output.getKey();
    outputs = Map.of("y", output.getValue());
    this.note = note;
  }

  /** One operator over a sequence. */
  static OnnxWork layer(Engine engine, Layer c) {
    OnnxGraph graph =
        new OnnxGraph().input("x", c.t(), c.b(), c.i()).output("y", c.t(), 1, c.b(), c.h());
    RecurrentNode.add(
        graph, c.cell(), "", PeerData.weights(c), new RecurrentNode.Inputs("x"), List.of("y"));
    FloatBuffer y = Engine.floats(c.t() * c.b() * c.h());
    return new OnnxWork(
        engine.session(graph.toBytes()),
        Map.of("x", engine.tensor(Engine.floats(PeerData.x(c)), c.t(), c.b(), c.i())),
        Map.entry(y, engine.tensor(y, c.t(), 1, c.b(), c.h())),
        "");
  }

  /**
   * The operator Gemm. B is a constant, which is packed when the session begins, but for the
   * product of weights' gradients, where nothing is known beforehand.
   */
  static OnnxWork product(Engine engine, Product c) {
    boolean constantB = !c.transposedA();
    long[] shapeA = c.transposedA() ? new long[] {c.k(), c.m()} : new long[] {c.m(), c.k()};
    long[] shapeB = c.transposedB() ? new long[] {c.n(), c.k()} : new long[] {c.k(), c.n()};
    OnnxGraph graph = new OnnxGraph().input("a", shapeA).output("y", c.m(), c.n());
    graph.node(
        "Gemm",
        List.of("a", "b"),
        List.of("y"),
        Map.of("transA", c.transposedA() ? 1 : 0, "transB", c.transposedB() ? 1 : 0));
    OnnxTensor a = engine.tensor(Engine.floats(PeerData.a(c)), shapeA);
    FloatBuffer y = Engine.floats(c.m() * c.n());
    Map.Entry<FloatBuffer, OnnxTensor> output = Map.entry(y, engine.tensor(y, c.m(), c.n()));
    if (constantB) {
      graph.constant("b", PeerData.b(c), shapeB);
      OrtSession session = engine.session(graph.toBytes());
      return new OnnxWork(session, Map.of("a", a), output, "B packed beforehand");
    }
    OrtSession session = engine.session(graph.input("b", shapeB).toBytes());
    OnnxTensor b = engine.tensor(Engine.floats(PeerData.b(c)), shapeB);
    return new OnnxWork(session, Map.of("a", a, "b", b), output, "");
  }

  @Override
  public void run() {
    Engine.run(session, inputs, outputs);
  }

  @Override
  public float[] result() {
    float[] values = new float[output.capacity()];
    output.get(0, values);
    return values;
  }

  @Override
  public String note() {
    return note;
  }
}
