package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * On any kernels, stacks give what PyTorch's nn.LSTM (with proj_size, too), nn.GRU and nn.RNN give
 * with the same weights under the same names: one to three layers, one direction or two, sequences
 * of different lengths. {@code build-support/pytorch_cases.py} wrote down what PyTorch computes.
 */
public abstract class PyTorchContract {
  private static final String CASES = "pytorch.txt";
  private static final double FORWARD = 1e-5;

  /** Relative to the largest of a parameter. */
  private static final double BACKWARD = 1e-4;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** What it says of one stack: values by name. */
  private record Case(StackConfig config, Map<String, String[]> lines) {
    static Case of(String[] first, Map<String, String[]> lines) {
      int projection = Integer.parseInt(first[2]);
      CellConfig cell =
          switch (first[1]) {
            case "lstm" -> new LstmCell(projection);
            case "gru" -> new GruCell();
            case "tanh" -> new ElmanCell(Activation.TANH);
            case "relu" -> new ElmanCell(Activation.RELU);
            default -> throw new IllegalArgumentException(first[1]);
          };
      List<Integer> hidden = Collections.nCopies(Integer.parseInt(first[3]), 3);
      boolean two = first[4].equals("2");
      Directions directions = two ? Directions.CONCATENATED : Directions.FORWARD;
      return new Case(StackConfig.of(2, cell, hidden, directions), lines);
    }

    double[] values(String name) {
      String[] line = Objects.requireNonNull(lines.get(name), name);
      return Arrays.stream(line).skip(1).mapToDouble(Double::parseDouble).toArray();
    }

    SequenceBatch batch() {
      return SequenceBatch.of(Arrays.stream(values("lengths")).mapToInt(v -> (int) v).toArray());
    }

    void copy(String prefix, RecurrentState into) {
      for (int i = 0; i < into.layers(); i++) {
        StackRun.copy(values(prefix + "h" + i), into.hidden(i));
        if (into.cell(i).cols() > 0) {
          StackRun.copy(values(prefix + "c" + i), into.cell(i));
        }
      }
    }

    void assertClose(String name, Matrix actual, double least, double share) {
      double[] expected = values(name);
      double[] found = StackRun.values(actual);
      assertEquals(expected.length, found.length, name);
      double largest = Math.max(least, GradientComparison.largest(expected));
      for (int i = 0; i < found.length; i++) {
        assertEquals(expected[i], found[i], share * largest, config + ", " + name + "[" + i + "]");
      }
    }
  }

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = PyTorchContract.class.getResourceAsStream(CASES);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(in, CASES), StandardCharsets.US_ASCII))) {
      Map<String, String[]> current = new LinkedHashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("case")) {
          current = new LinkedHashMap<>();
          cases.add(Case.of(words, current));
        }
        current.put(words[0], words);
      }
    }
    return cases;
  }

  @Test
  public void outputsStatesAndGradientsAreThoseOfPyTorch() throws IOException {
    List<Case> cases = cases();
    assertTrue(cases.size() >= 8, "" + cases.size());
    for (Case example : cases) {
      assertSame(example);
    }
  }

  private void assertSame(Case example) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    example.config().declare(layout, "");
    Parameters parameters = new Parameters(layout.build());
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      StackRun.copy(example.values("in." + entry.name()), parameters.matrix(entry.name()));
    }
    Parameters gradients = new Parameters(parameters.layout());
    RecurrentStack stack = new RecurrentStack(example.config(), parameters, "", kernels(), true);
    SequenceBatch batch = example.batch();
    StackPass pass = stack.newPass(batch.rows(), batch.batch(), gradients);
    RecurrentState state = stack.newState(batch.batch());
    example.copy("in.", state);
    Matrix x = Matrix.zeros(batch.rows(), 2);
    StackRun.copy(example.values("in.x"), x);
    DenseInput input = new DenseInput(x, Matrix.zeros(batch.rows(), 2));

    pass.begin(batch, state);
    pass.forwardTraining(Worker.solo(), input, 0);
    pass.end(state);
    assertForward(example, pass, state);

    StackRun.copy(example.values("weight.x"), pass.outputGradient());
    example.copy("weight.", pass.finalGradient());
    pass.backward(Worker.solo(), input, 0);
    assertBackward(example, pass, input, gradients);
  }

  private static void assertForward(Case example, StackPass pass, RecurrentState last) {
    example.assertClose("out.x", pass.output(), 1, FORWARD);
    for (int i = 0; i < last.layers(); i++) {
      example.assertClose("out.h" + i, last.hidden(i), 1, FORWARD);
      if (last.cell(i).cols() > 0) {
        example.assertClose("out.c" + i, last.cell(i), 1, FORWARD);
      }
    }
  }

  private static void assertBackward(
      Case example, StackPass pass, DenseInput input, Parameters gradients) {
    for (ParameterLayout.Entry entry : gradients.layout().entries()) {
      String name = entry.name();
      example.assertClose("gradient." + name, gradients.matrix(name), 0, BACKWARD);
    }
    Matrix dx = Objects.requireNonNull(input.gradient());
    example.assertClose("gradient.x", dx, 0, BACKWARD);
    int layers = example.config().layers().size() * example.config().directions().count();
    for (int i = 0; i < layers; i++) {
      Matrix dh = pass.layer(i).initialHiddenGradient();
      example.assertClose("gradient.h" + i, dh, 0, BACKWARD);
      Matrix dc = pass.layer(i).initialStateGradient();
      if (dc.cols() > 0) {
        example.assertClose("gradient.c" + i, dc, 0, BACKWARD);
      }
    }
  }
}
