package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.ExamplePass;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleEvaluationTest {
  /** The loss of an example is the example. */
  private static final class Sum implements ExamplePass<Integer> {
    private List<Integer> batch = List.of();
    private double sum = Double.NaN;

    @Override
    public void begin(List<Integer> examples) {
      batch = examples;
      sum = Double.NaN;
    }

    @Override
    public void evaluate(Worker w) {
      if (w.index() == 0) {
        sum = batch.stream().mapToInt(i -> i).sum();
      }
    }

    @Override
    public void compute(Worker w, float scale, long key) {
      throw new AssertionError("nothing is trained");
    }

    @Override
    public double totalLoss() {
      return sum;
    }
  }

  private final ExampleEvaluation<Integer, Sum> evaluation =
      new ExampleEvaluation<>(new Sum(), List.of(1, 2, 3, 4, 10), 2);

  @Test
  void everyExampleIsInOneBatchInTheOrderGiven() {
    List<List<Integer>> batches = new ArrayList<>();
    try (Workers workers = new Workers(2)) {
      evaluation.run(workers, () -> false, (_, batch) -> batches.add(List.copyOf(batch)));
    }
    assertEquals(List.of(List.of(1, 2), List.of(3, 4), List.of(10)), batches);
  }

  @Test
  void theMeanIsOverTargetsNotOverBatches() {
    try (Workers workers = new Workers(2)) {
      assertEquals(4, evaluation.meanLoss(workers, () -> false, _ -> 1));
      assertEquals(2, evaluation.meanLoss(workers, () -> false, _ -> 2));
    }
  }

  @Test
  void afterAStopTheRestIsLeftOut() {
    List<Integer> seen = new ArrayList<>();
    try (Workers workers = new Workers(1)) {
      evaluation.run(workers, () -> seen.size() >= 4, (_, batch) -> seen.addAll(batch));
    }
    assertEquals(List.of(1, 2, 3, 4), seen);
  }
}
