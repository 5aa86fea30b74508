package example;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.train.gradcheck.GradientCheck;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.ArrayList;
import java.util.List;

/** Compares the gradients of a classifier, and so those of its cell, with numeric ones. */
public final class CheckedGradients {
  private static final int[] CLASSES = {2, 0, 1};

  private final Worker worker = Worker.solo();
  private final SequenceClassifier model;
  private final Parameters gradients;
  private final SequenceClassifier.Pass pass;

  private CheckedGradients(Cell cell, Kernels kernels) {
    model = new SequenceClassifier(cell, 2, 5, 3, 7, kernels);
    gradients = new Parameters(model.parameters().layout());
    SequenceBatch batch = SequenceBatch.of(4, 2, 1);
    Matrix features = Matrix.zeros(batch.rows(), 2);
    Initializers.uniform(features, 1, new RandomSource(3));
    pass = new SequenceClassifier.Pass(model, batch.rows(), batch.batch(), gradients);
    pass.begin(batch, features);
  }

  /** One result for each parameter. */
  public static List<Result> of(Cell cell, Kernels kernels) {
    CheckedGradients checked = new CheckedGradients(cell, kernels);
    List<Variable> variables = new ArrayList<>();
    for (ParameterLayout.Entry entry : checked.gradients.layout().entries()) {
      Matrix value = checked.model.parameters().matrix(entry.name());
      variables.add(new Variable(entry.name(), value, checked.gradients.matrix(entry.name())));
    }
    return new GradientCheck(Options.DEFAULT).check(variables, checked::loss, checked::backward);
  }

  private double loss() {
    model.repack(worker);
    pass.forward(worker);
    pass.loss(worker, CLASSES);
    return pass.totalLoss() / CLASSES.length;
  }

  private void backward() {
    model.repack(worker);
    pass.forward(worker);
    pass.backward(worker, CLASSES);
  }
}
