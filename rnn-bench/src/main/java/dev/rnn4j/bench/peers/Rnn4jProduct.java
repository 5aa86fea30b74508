package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.function.Consumer;

/**
 * A matrix product by this engine. B of NN and NT is a weight matrix, packed beforehand as layers
 * do once per update; TN is the product of weights' gradients, where nothing is known beforehand.
 */
final class Rnn4jProduct implements Rival.Work {
  private final Rnn4jRival.Crew crew;
  private final Matrix c;
  private final boolean packed;
  private final Consumer<Worker> task;

  Rnn4jProduct(Product shape, Kernels kernels, Rnn4jRival.Crew crew) {
    this.crew = crew;
    int m = shape.m();
    int n = shape.n();
    int k = shape.k();
    boolean transposedA = shape.transposedA();
    boolean transposedB = shape.transposedB();
    Matrix a = Rnn4jModels.matrix(PeerData.a(shape), transposedA ? k : m, shape.lda());
    Matrix b = Rnn4jModels.matrix(PeerData.b(shape), transposedB ? n : k, shape.ldb());
    Matrix product = Matrix.zeros(m, n);
    c = product;
    packed = !transposedA;
    if (transposedA) {
      task = w -> kernels.multiplyTransposed(w, a, b, product, false);
    } else {
      PackedWeights weights = kernels.pack(b, transposedB);
      task = w -> kernels.multiply(w, a, weights, product, false);
    }
  }

  @Override
  public void run() {
    crew.run(task);
  }

  @Override
  public float[] result() {
    return c.data().clone();
  }

  @Override
  public String note() {
    return packed ? "B packed beforehand" : "";
  }

  @Override
  public void close() {
    crew.close();
  }
}
