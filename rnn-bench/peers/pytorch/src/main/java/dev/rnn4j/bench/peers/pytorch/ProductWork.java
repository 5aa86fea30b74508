package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.Contest;
import dev.rnn4j.bench.peers.Contest.Way;
import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * torch.mm with an output that is there already, a transposed side as a view; of a single row,
 * torch.mv if that is faster.
 */
final class ProductWork implements Rival.Work {
  private final Tensor a;
  private final Tensor b;
  private final Tensor c;
  private final boolean row;
  private final Way way;

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
    Way mm = new Way("mm", this::mm);
    row = m == 1;
    way = row ? Contest.fastest(List.of(mm, mv())) : mm;
  }

  private void mm() {
    try (PointerScope _ = new PointerScope()) {
      torch.mm_out(c, a, b);
    }
  }

  private Way mv() {
    Tensor vector = a.view(-1);
    Tensor transposed = b.t();
    Tensor result = c.view(-1);
    return new Way(
        "mv",
        () -> {
          try (PointerScope _ = new PointerScope()) {
            torch.mv_out(result, transposed, vector);
          }
        });
  }

  @Override
  public void run() {
    way.action().run();
  }

  @Override
  public float[] result() {
    return Tensors.values(c);
  }

  @Override
  public String note() {
    return row ? way.name() : "";
  }
}
