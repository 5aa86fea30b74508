package example;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.jqwik.Networks;
import dev.rnn4j.jqwik.Shapes;
import dev.rnn4j.train.gradcheck.GradientCheck;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The gradients of a layer of any cell, ours or the library's, over many shapes. */
class LeakyCellTest {
  private final Worker worker = Worker.solo();

  @Provide
  Arbitrary<Cell> leaky() {
    return Arbitraries.of(0.1f, 0.5f, 1f).map(LeakyCell::new);
  }

  @Provide
  Arbitrary<Cell> builtIn() {
    return Networks.cells().map(cell -> cell);
  }

  @Provide
  Arbitrary<Integer> widths() {
    return Shapes.widths(17);
  }

  @Provide
  Arbitrary<SequenceBatch> batches() {
    return Shapes.batches();
  }

  @Property(tries = 30)
  void gradientsOfOurCellAreRight(
      @ForAll("leaky") Cell cell,
      @ForAll("widths") int hidden,
      @ForAll("batches") SequenceBatch batch,
      @ForAll int seed) {
    check(cell, hidden, batch, seed);
  }

  @Property(tries = 30)
  void gradientsOfTheLibrarysCellsAreRight(
      @ForAll("builtIn") Cell cell,
      @ForAll("widths") int hidden,
      @ForAll("batches") SequenceBatch batch,
      @ForAll int seed) {
    check(cell, hidden, batch, seed);
  }

  private void check(Cell cell, int hidden, SequenceBatch batch, int seed) {
    for (Result result : new Layer(cell, hidden, batch, seed).check()) {
      if (result.isWrong()) {
        throw new AssertionError(result.sentence());
      }
    }
  }

  /** One layer that reads three numbers a step, and a weighted sum of its outputs. */
  private final class Layer {
    private final SequenceBatch batch;
    private final Parameters parameters;
    private final Parameters gradients;
    private final RecurrentStack stack;
    private final StackPass pass;
    private final DenseInput input;
    private final RecurrentState state;
    private final Matrix weights;

    Layer(Cell cell, int hidden, SequenceBatch batch, int seed) {
      this.batch = batch;
      RandomSource random = new RandomSource(seed);
      StackConfig config = StackConfig.of(3, cell, List.of(hidden), Directions.FORWARD);
      ParameterLayout.Builder layout = ParameterLayout.builder();
      config.declare(layout, "rnn.");
      parameters = new Parameters(layout.build());
      gradients = new Parameters(parameters.layout());
      config.initialize(parameters, "rnn.", Initialization.uniform(0.4f), random);
      stack =
          new RecurrentStack(
              config, parameters, "rnn.", KernelSelection.current().kernels(), true);
      pass = stack.newPass(batch.rows(), batch.batch(), gradients);
      input = new DenseInput(random(batch.rows(), 3, random), Matrix.zeros(batch.rows(), 3));
      state = stack.newState(batch.batch());
      Initializers.uniform(state.hidden(0), 0.5f, random);
      Initializers.uniform(state.cell(0), 0.5f, random);
      weights = random(batch.rows(), config.outputSize(), random);
      pass.begin(batch, state); // whose shape the gradient of the state takes
    }

    private static Matrix random(int rows, int cols, RandomSource random) {
      Matrix m = Matrix.zeros(rows, cols);
      Initializers.uniform(m, 1, random);
      return m;
    }

    List<Result> check() {
      List<Variable> variables = new ArrayList<>();
      for (ParameterLayout.Entry entry : parameters.layout().entries()) {
        Matrix value = parameters.matrix(entry.name());
        variables.add(new Variable(entry.name(), value, gradients.matrix(entry.name())));
      }
      variables.add(new Variable("x", input.x(), input.gradient()));
      variables.add(
          new Variable("h(0)", state.hidden(0), pass.layer(0).initialHiddenGradient()));
      return new GradientCheck(Options.DEFAULT.withSample(20))
          .check(variables, this::loss, this::backward);
    }

    private void forward() {
      stack.repack(worker);
      pass.begin(batch, state);
      pass.forward(worker, input);
    }

    private double loss() {
      forward();
      double sum = 0;
      for (int r = 0; r < weights.rows(); r++) {
        for (int c = 0; c < weights.cols(); c++) {
          sum += (double) weights.get(r, c) * pass.output().get(r, c);
        }
      }
      return sum;
    }

    private void backward() {
      forward();
      pass.outputGradient().set(weights);
      pass.backward(worker, input, 0);
    }
  }
}
