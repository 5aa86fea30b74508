package dev.rnn4j.bench.peers.onednn;

import dev.rnn4j.bench.peers.Contest;
import dev.rnn4j.bench.peers.Contest.Way;
import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import dev.rnn4j.bench.peers.onednn.Primitives.Argument;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A matrix product by {@code dnnl_sgemm}, by the matmul primitive, and, where B is a weight matrix,
 * by the matmul primitive on B in the layout it likes best; the fastest is measured.
 */
final class OneDnnProduct implements Rival.Work {
  private final Product shape;
  private final Primitives primitives = new Primitives();
  private final FloatPointer a;
  private final FloatPointer b;
  private final FloatPointer c;
  private final Way way;

  OneDnnProduct(Product shape) {
    this.shape = shape;
    a = primitives.floats(PeerData.a(shape));
    b = primitives.floats(PeerData.b(shape));
    c = primitives.zeros((long) shape.m() * shape.n());
    List<Way> ways = new ArrayList<>();
    ways.add(new Way("sgemm", this::sgemm));
    ways.add(matmul(false));
    if (!shape.transposedA()) {
      ways.add(matmul(true));
    }
    way = Contest.fastest(ways);
  }

  private static byte letter(boolean transposed) {
    return (byte) (transposed ? 'T' : 'N');
  }

  private void sgemm() {
    Primitives.check(
        dnnl.dnnl_sgemm(
            letter(shape.transposedA()),
            letter(shape.transposedB()),
            shape.m(),
            shape.n(),
            shape.k(),
            1f,
            a,
            shape.lda(),
            b,
            shape.ldb(),
            0f,
            c,
            shape.n()));
  }

  private Way matmul(boolean packed) {
    memory.desc source =
        Primitives.desc(shape.transposedA() ? format_tag.ba : format_tag.ab, shape.m(), shape.k());
    memory.desc weights =
        Primitives.desc(shape.transposedB() ? format_tag.ba : format_tag.ab, shape.k(), shape.n());
    memory.desc any = Primitives.desc(format_tag.any, shape.k(), shape.n());
    memory.desc target = Primitives.desc(format_tag.ab, shape.m(), shape.n());
    matmul.primitive_desc desc =
        new matmul.primitive_desc(primitives.cpu(), source, packed ? any : weights, target);
    memory plain = primitives.memory(weights, b);
    Runnable action =
        primitives.bind(
            new matmul(desc),
            new Argument(dnnl.DNNL_ARG_SRC, primitives.memory(source, a)),
            new Argument(
                dnnl.DNNL_ARG_WEIGHTS,
                packed ? primitives.reordered(plain, desc.weights_desc()) : plain),
            new Argument(dnnl.DNNL_ARG_DST, primitives.memory(target, c)));
    String name = "matmul " + desc.impl_info_str().getString();
    return new Way(packed ? name + " with B packed beforehand" : name, action);
  }

  @Override
  public void run() {
    way.action().run();
  }

  @Override
  public float[] result() {
    float[] product = new float[shape.m() * shape.n()];
    c.get(product);
    return product;
  }

  @Override
  public String note() {
    return way.name();
  }
}
