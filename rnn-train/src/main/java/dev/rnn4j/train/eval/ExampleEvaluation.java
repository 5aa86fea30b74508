package dev.rnn4j.train.eval;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.ExamplePass;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * A network on examples that it is not trained on, batch by batch in buffers of its own. The
 * network may be trained between measurements.
 *
 * @param <E> an example
 * @param <P> a pass over examples
 */
public final class ExampleEvaluation<E, P extends ExamplePass<E>> {
  private final P pass;
  private final List<E> examples;
  private final int size;

  /**
   * Reads what was computed of a batch.
   *
   * @param <E> an example
   * @param <P> a pass over examples
   */
  @FunctionalInterface
  public interface Reading<E, P> {
    /**
     * Reads.
     *
     * @param pass after its forward pass, with the losses
     * @param batch the examples, in the order in which the pass was given them
     */
    void read(P pass, List<E> batch);
  }

  /**
   * Examples to measure with.
   *
   * @param pass without a backward pass; used by nobody else
   * @param examples one or more, similar lengths side by side; they are computed in this order
   * @param size of a batch, 1 or more
   */
  public ExampleEvaluation(P pass, List<E> examples, int size) {
    this.pass = pass;
    this.examples = List.copyOf(examples);
    this.size = size;
  }

  /**
   * Computes all examples.
   *
   * @param workers who compute
   * @param stop asked before each batch; if true, the rest is left out
   * @param reading reads each batch
   */
  public void run(Workers workers, BooleanSupplier stop, Reading<E, P> reading) {
    for (int from = 0; from < examples.size() && !stop.getAsBoolean(); from += size) {
      List<E> batch = examples.subList(from, Math.min(from + size, examples.size()));
      pass.begin(batch);
      workers.run(pass::evaluate);
      reading.read(pass, batch);
    }
  }

  /**
   * The mean loss; a validation of a training.
   *
   * @param workers who compute
   * @param stop asked before each batch; if true, the result is of those before
   * @param targets how many targets an example has
   * @return the sum of the losses over the sum of the targets
   */
  public double meanLoss(Workers workers, BooleanSupplier stop, ToIntFunction<? super E> targets) {
    double[] loss = new double[1];
    long[] count = new long[1];
    run(
        workers,
        stop,
        (done, batch) -> {
          loss[0] += done.totalLoss();
          count[0] += batch.stream().mapToLong(targets::applyAsInt).sum();
        });
    return loss[0] / count[0];
  }
}
