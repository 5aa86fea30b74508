package dev.rnn4j.bench.peers.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.rnn4j.bench.peers.PeerCase.Layer.Cell;
import dev.rnn4j.bench.peers.PeerCase.Ragged;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * Sequences of different lengths, padded, with their lengths as an input of the operator. Padding
 * is not timed.
 */
final class OnnxRagged implements Rival.Work {
  private final Ragged shape;
  private final OrtSession session;
  private final FloatBuffer y;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;

  OnnxRagged(Engine engine, Ragged c) {
    shape = c;
    OnnxGraph graph =
        new OnnxGraph()
            .input("x", c.longest(), c.b(), c.h())
            .lengths("lengths", c.lengths())
            .output("y", c.longest(), 1, c.b(), c.h());
    RecurrentNode.add(
        graph,
        Cell.LSTM,
        "",
        PeerData.weights(c.layer()),
        new RecurrentNode.Inputs("x", "lengths", List.of()),
        List.of("y"));
    session = engine.session(graph.toBytes());
    FloatBuffer x = Engine.floats(c.longest() * c.b() * c.h());
    y = Engine.floats(c.longest() * c.b() * c.h());
    float[] packed = PeerData.x(c);
    eachRow((row, padded) -> x.put(padded, packed, row, c.h()));
    inputs = Map.of("x", engine.tensor(x, c.longest(), c.b(), c.h()));
    outputs = Map.of("y", engine.tensor(y, c.longest(), 1, c.b(), c.h()));
  }

  /** Where a packed row begins, and where it does among the padded ones. */
  private interface Row {
    void at(int packed, int padded);
  }

  private void eachRow(Row row) {
    int[] active = shape.active();
    int packed = 0;
    for (int t = 0; t < active.length; t++) {
      for (int b = 0; b < active[t]; b++) {
        row.at(packed, (t * shape.b() + b) * shape.h());
        packed += shape.h();
      }
    }
  }

  @Override
  public void run() {
    Engine.run(session, inputs, outputs);
  }

  @Override
  public float[] result() {
    float[] values = new float[shape.rows() * shape.h()];
    eachRow((packed, padded) -> y.get(padded, values, packed, shape.h()));
    return values;
  }
}
