package dev.rnn4j.train.gradients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.data.AddingProblem;
import dev.rnn4j.train.data.CopyProblem;
import dev.rnn4j.train.data.MemoryProblem;
import dev.rnn4j.train.gradcheck.GradientCheck;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTaskTest {
  private static final Kernels KERNELS = KernelSelection.current().kernels();

  private static MemoryNetwork network(MemoryProblem problem, CellConfig cell, int hidden) {
    return new MemoryNetwork(
        problem, cell, List.of(hidden), new Initialization(0.4f, 1), 1, KERNELS);
  }

  @Test
  void theAddingProblemIsTheSumOfTwoMarkedNumbers() {
    int length = 9;
    double squares = 0;
    int[] marks = new int[length];
    RandomSource random = new RandomSource(4);
    for (int i = 0; i < 20_000; i++) {
      Matrix inputs = Matrix.zeros(2 * length, 2);
      Matrix targets = Matrix.zeros(2 * length, 1);
      new AddingProblem(length).draw(random, 1, 2, inputs, targets);
      double sum = 0;
      int marked = 0;
      for (int t = 0; t < length; t++) {
        float mark = inputs.get(2 * t + 1, 1);
        assertTrue(mark == 0 || mark == 1);
        marks[t] += (int) mark;
        marked += (t < 4 ? 1 : 10) * (int) mark;
        sum += mark * inputs.get(2 * t + 1, 0);
        assertEquals(t < length - 1, Float.isNaN(targets.get(2 * t + 1, 0)));
        assertEquals(0, inputs.get(2 * t, 0) + targets.get(2 * t, 0), "the other sequence");
      }
      assertEquals(11, marked, "one mark in each half");
      assertEquals(sum, targets.get(2 * length - 1, 0), 1e-6);
      squares += (sum - 1) * (sum - 1);
    }
    assertEquals(new AddingProblem(length).baseline(), squares / 20_000, 0.01);
    Arrays.stream(marks).forEach(count -> assertTrue(count > 3000, "few marks: " + count));
  }

  @Test
  void theCopyProblemAsksForItsSymbolsInOrder() {
    CopyProblem problem = new CopyProblem(7);
    assertEquals(27, problem.steps());
    Matrix inputs = Matrix.zeros(27, 10);
    Matrix targets = Matrix.zeros(27, 1);
    problem.draw(new RandomSource(1), 0, 1, inputs, targets);
    int[] read = new int[27];
    for (int t = 0; t < 27; t++) {
      for (int j = 0; j < 10; j++) {
        read[t] += j * (int) inputs.get(t, j);
      }
      assertEquals(t < 17 ? 8 : read[t - 17], targets.get(t, 0));
      assertTrue(t >= 10 || read[t] < 8);
      assertTrue(t < 10 || read[t] == (t == 16 ? 9 : 8), t + ": " + read[t]);
    }
    assertTrue(Arrays.stream(read, 0, 10).distinct().count() > 2);
    assertEquals(10 * Math.log(8) / 27, problem.baseline(), 1e-12);
  }

  @Test
  void lengthsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new AddingProblem(1));
    assertThrows(IllegalArgumentException.class, () -> new CopyProblem(0));
    assertThrows(IllegalArgumentException.class, () -> new AddingProblem(100_001));
  }

  @Test
  void gradientsOfBothProblemsAreRight() {
    for (MemoryProblem problem : List.of(new AddingProblem(5), new CopyProblem(2))) {
      MemoryNetwork network = network(problem, new LstmCell(), 4);
      MemoryTask task = new MemoryTask(network, 2, 1, 1);
      Worker worker = Worker.solo();
      List<Variable> variables = new ArrayList<>();
      for (ParameterLayout.Entry entry : network.parameters().layout().entries()) {
        Matrix value = network.parameters().matrix(entry.name());
        variables.add(new Variable(entry.name(), value, task.gradients().matrix(entry.name())));
      }
      Runnable backward =
          () -> {
            network.repack(worker);
            task.beginStep(0, 7);
            task.compute(worker);
          };
      GradientCheck check = new GradientCheck(GradientCheck.Options.DEFAULT);
      check
          .check(
              variables,
              () -> {
                backward.run();
                return task.loss() / task.targets(0);
              },
              backward)
          .forEach(result -> assertTrue(result.passed(), result.sentence()));
    }
  }

  @Test
  void theErrorIsTheMeanSquareOfSumAndAnswer() {
    MemoryNetwork network = network(new AddingProblem(6), new GruCell(), 3);
    Arrays.fill(network.parameters().values(), 0);
    network.parameters().matrix("output.bias").set(0, 0, 1); // always answers 1
    try (Workers workers = new Workers(1)) {
      workers.run(network::repack);
      MemoryTask task = new MemoryTask(network, 100, 1, 3);
      assertEquals(1.0 / 6, task.validate(workers, () -> false), 0.03);
    }
  }

  @Test
  void shortSumsAreLearnedWithTheSameBitsByAnyNumberOfThreads() {
    float[] one = {};
    for (int threads = 1; threads <= 2; threads++) {
      MemoryNetwork network = network(new AddingProblem(8), new GruCell(), 12);
      MemoryTask task = new MemoryTask(network, 20, 100, 1);
      TrainingOptions options = TrainingOptions.of(5, Optimization.adam(0.01).withClip(1));
      double[] error = {Double.NaN};
      try (Workers workers = new Workers(threads)) {
        new Trainer(task, options, workers)
            .run(ProgressListener.ofEpochs(report -> error[0] = report.validLoss()));
      }
      assertTrue(error[0] < 0.02, "error " + error[0]);
      float[] values = network.parameters().values().clone();
      one = threads == 1 ? values : one;
      assertArrayEquals(one, values);
    }
  }
}
