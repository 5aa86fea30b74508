package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * A network in use on any number of examples: computes with several of similar length at a time,
 * and reads what it computed of each. Any number of threads; memory grows neither with them nor
 * with the number of examples.
 *
 * @param <E> an example
 * @param <P> a pass over examples
 */
final class ExampleReader<E, P extends ExamplePass<E>> {
  private final ToIntFunction<E> length;
  private final Passes<Run<P>> runs;

  /** A pass and the one worker that runs it. */
  private record Run<P>(P pass, Worker worker) {}

  /** Reads what was computed of one example. */
  interface Reading<P, R> {
    /**
     * Reads.
     *
     * @param pass after its forward pass
     * @param example its number in the batch
     * @return what is wanted of it, a copy
     */
    R of(P pass, int example);
  }

  /**
   * Of passes that are made when they are needed.
   *
   * @param maker makes a pass without a backward pass
   * @param length of an example; those that are computed together are of similar ones
   */
  ExampleReader(Supplier<P> maker, ToIntFunction<E> length) {
    this.length = length;
    runs = new Passes<>(() -> new Run<>(maker.get(), Worker.solo()));
  }

  /**
   * Computes.
   *
   * @param examples none or more, in any order
   * @param reading reads what is wanted
   * @return one result each, in the order of the examples
   */
  <R> List<R> read(List<E> examples, Reading<P, R> reading) {
    Run<P> run = runs.take();
    List<R> results =
        SortedBatches.compute(
            examples,
            length,
            batch -> {
              run.pass().begin(batch);
              run.pass().evaluate(run.worker());
              List<R> some = new ArrayList<>(batch.size());
              for (int i = 0; i < batch.size(); i++) {
                some.add(reading.of(run.pass(), i));
              }
              return some;
            });
    runs.give(run); // one that failed is not given back
    return results;
  }
}
