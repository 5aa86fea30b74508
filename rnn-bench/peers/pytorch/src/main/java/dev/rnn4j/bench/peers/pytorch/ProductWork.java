package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** torch.mm with an output that is there already; a transposed side is a view. */
final class ProductWork implements Rival.Work {
  private final Tensor a;
  private final Tensor b;
  private final Tensor c;

  ProductWork(Product product) {
    int m = product.m();
    int n = product.n();
    int k = product.k();
    float[] left = PeerData.a(product);
    float[] right = PeerData.b(product);
    a =
        switch (product.kind()) {
          case NN, NT -> Tensors.of(left, m, k);
          case TN -> Tensors.of(left, k, m).t();
        };
    b =
        switch (product.kind()) {
          case NN, TN -> Tensors.of(right, k, n);
          case NT -> Tensors.of(right, n, k).t();
        };
    c = torch.empty(m, n);
  }

  @Override
  public void run() {
    try (PointerScope scope = new PointerScope()) {
      torch.mm_out(c, a, b);
    }
  }

  @Override
  public float[] output(int count) {
    run();
    return Tensors.values(c);
  }
}
