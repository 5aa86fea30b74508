package dev.rnn4j.bench.peers.onednn;

import dev.rnn4j.bench.peers.PeerCase.Layer;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** A recurrent layer by one RNN primitive. */
final class OneDnnLayer implements Rival.Work {
  private final FloatPointer y;
  private final int outputs;
  private final Rnn rnn;
  private final Runnable action;

  OneDnnLayer(Layer c) {
    Primitives primitives = new Primitives();
    outputs = c.t() * c.b() * c.h();
    y = primitives.zeros(outputs);
    rnn = new Rnn(primitives, c, List.of(PeerData.weights(c)), false);
    action = rnn.bind(primitives.floats(PeerData.x(c)), y);
  }

  @Override
  public void run() {
    action.run();
  }

  @Override
  public float[] result() {
    float[] h = new float[outputs];
    y.get(h);
    return h;
  }

  @Override
  public String note() {
    return rnn.implementation();
  }
}
