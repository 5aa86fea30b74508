package dev.rnn4j.bench.peers.onednn;

import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.PeerCase.Layer;
import dev.rnn4j.bench.peers.PeerCase.Layer.Cell;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.PeerData.ModelWeights;
import dev.rnn4j.bench.peers.Rival;
import dev.rnn4j.bench.peers.onednn.Primitives.Argument;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A stream of tokens: a row of the embedding copied, one LSTM primitive of all layers and one step,
 * and a matmul with bias on packed weights. Two states take turns.
 */
final class OneDnnStream implements Rival.Work {
  private final Primitives primitives = new Primitives();
  private final int v;
  private final long rowBytes;
  private final int h;
  private final int[] tokens;
  private final FloatPointer encoder;
  private final FloatPointer x;
  private final FloatPointer y;
  private final FloatPointer logits;
  private final Rnn rnn;
  private final Runnable there;
  private final Runnable back;
  private final Runnable decode;
  private int next;

  OneDnnStream(PeerCase.Stream c) {
    ModelWeights weights = PeerData.weights(c);
    v = c.v();
    h = c.h();
    rowBytes = (long) h * Float.BYTES;
    tokens = PeerData.tokens(c);
    encoder = primitives.floats(weights.encoder());
    x = primitives.zeros(h);
    y = primitives.zeros(h);
    logits = primitives.zeros(v);
    rnn = new Rnn(primitives, new Layer(Cell.LSTM, 1, 1, h, h), weights.layers(), true);
    long units = (long) c.layers() * h;
    FloatPointer h0 = primitives.zeros(units);
    FloatPointer c0 = primitives.zeros(units);
    FloatPointer h1 = primitives.zeros(units);
    FloatPointer c1 = primitives.zeros(units);
    there = rnn.bind(x, y, h0, c0, h1, c1);
    back = rnn.bind(x, y, h1, c1, h0, c0);
    decode = decoder(weights);
  }

  private Runnable decoder(ModelWeights weights) {
    memory.desc source = Primitives.desc(format_tag.ab, 1, h);
    memory.desc plain = Primitives.desc(format_tag.ba, h, v); // (V, H) as it is stored
    memory.desc biasDesc = Primitives.desc(format_tag.ab, 1, v);
    memory.desc target = Primitives.desc(format_tag.ab, 1, v);
    matmul.primitive_desc desc =
        new matmul.primitive_desc(
            primitives.cpu(), source, Primitives.desc(format_tag.any, h, v), biasDesc, target);
    memory decoder = primitives.memory(plain, primitives.floats(weights.decoder()));
    FloatPointer bias = primitives.floats(weights.decoderBias());
    return primitives.bind(
        new matmul(desc),
        new Argument(dnnl.DNNL_ARG_SRC, primitives.memory(source, y)),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, primitives.reordered(decoder, desc.weights_desc())),
        new Argument(dnnl.DNNL_ARG_BIAS, primitives.memory(biasDesc, bias)),
        new Argument(dnnl.DNNL_ARG_DST, primitives.memory(target, logits)));
  }

  @Override
  public void run() {
    int turn = next++;
    long row = (long) tokens[turn % tokens.length] * h;
    Pointer.memcpy(x, encoder.getPointer(row), rowBytes);
    (turn % 2 == 0 ? there : back).run();
    decode.run();
    next %= 2 * tokens.length;
  }

  @Override
  public float[] result() {
    float[] values = new float[v];
    logits.get(values);
    return values;
  }

  @Override
  public String note() {
    return rnn.implementation();
  }
}
