package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.testkit.ReferenceCell.State;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The reference of a stack against numbers worked out by hand. Its units are rectified and their
 * sums positive, so that h(t) = w x(t) + u h(t-1), without a rounding.
 */
class ReferenceStackTest {
  private static final Cell LINEAR = new ElmanCell(Activation.RELU);
  private static final List<double[]> X = steps(1, 2, 4);

  @Test
  void directionsReadFromEitherEndAndAreJoinedStepByStep() {
    // From the first step: 1, 2 + 1/2, 4 + 5/4. From the last one: 8, 4 + 2, 2 + 3/2.
    assertSteps(run(Directions.FORWARD).outputs(), row(1), row(2.5), row(5.25));
    assertSteps(run(Directions.CONCATENATED).outputs(), row(1, 3.5), row(2.5, 6), row(5.25, 8));
    assertSteps(run(Directions.SUMMED).outputs(), row(4.5), row(8.5), row(13.25));
    assertSteps(run(Directions.AVERAGED).outputs(), row(2.25), row(4.25), row(6.625));
  }

  @Test
  void theFinalStateIsThatAfterTheLastStepEachDirectionReads() {
    assertStates(run(Directions.FORWARD), 5.25);
    for (Directions both :
        List.of(Directions.CONCATENATED, Directions.SUMMED, Directions.AVERAGED)) {
      assertStates(run(both), 5.25, 3.5);
    }
  }

  private static ReferenceStack.Result run(Directions directions) {
    return stack(directions, false, 1).run(X, states(0, 0), List.of());
  }

  @Test
  void eachDirectionBeginsWithItsOwnState() {
    ReferenceStack.Result result =
        stack(Directions.CONCATENATED, false, 1).run(steps(1), states(6, 5), List.of());
    assertSteps(result.outputs(), row(1 + 6 / 2.0, 2 + 5 / 4.0));
  }

  /** The second layer gives 3 x(t) alone, as it has no recurrent weights here. */
  @Test
  void aResidualLayerAddsWhatItReadsButTheFirstOneDoesNot() {
    List<State> zeros = states(0, 0);
    ReferenceStack plain = stack(Directions.FORWARD, false, 1, 1);
    assertSteps(plain.run(X, zeros, List.of()).outputs(), row(3), row(7.5), row(15.75));
    ReferenceStack residual = stack(Directions.FORWARD, true, 1, 1);
    ReferenceStack.Result result = residual.run(X, zeros, List.of());
    assertSteps(result.outputs(), row(4), row(10), row(21));
    assertStates(result, 5.25, 15.75);
  }

  @Test
  void aLayerOfAnotherWidthAddsNothing() {
    List<State> zeros = List.of(new State(row(0), row()), new State(row(0, 0), row()));
    ReferenceStack.Result result = stack(Directions.FORWARD, true, 1, 2).run(X, zeros, List.of());
    assertSteps(result.outputs(), row(3, 3), row(7.5, 7.5), row(15.75, 15.75));
  }

  @Test
  void masksMultiplyWhatIsHandedUpAndNothingElse() {
    List<List<double[]>> masks = List.of(steps(0, 2, 1), steps(1, 2, 0));
    ReferenceStack.Result result =
        stack(Directions.FORWARD, true, 1, 1).run(X, states(0, 0), masks);
    // The second layer reads 0, 5, 5.25 and adds three times that.
    assertSteps(result.outputs(), row(0), row(2 * 20), row(0));
    assertStates(result, 5.25, 15.75);
  }

  @Test
  void anEmptySequenceEndsAsItBegins() {
    ReferenceStack.Result result =
        stack(Directions.AVERAGED, false, 1).run(List.of(), states(3, 4), List.of());
    assertEquals(List.of(), result.outputs());
    assertStates(result, 3, 4);
  }

  @Test
  void parametersHaveTheNamesAndShapesOfPyTorch() {
    StackConfig config = StackConfig.of(3, new LstmCell(), List.of(2, 5), Directions.CONCATENATED);
    assertEquals(
        List.of(
            new ParameterShape("rnn.weight_ih_l0", 8, 3),
            new ParameterShape("rnn.weight_hh_l0", 8, 2),
            new ParameterShape("rnn.bias_ih_l0", 1, 8),
            new ParameterShape("rnn.bias_hh_l0", 1, 8),
            new ParameterShape("rnn.weight_ih_l0_reverse", 8, 3),
            new ParameterShape("rnn.weight_hh_l0_reverse", 8, 2),
            new ParameterShape("rnn.bias_ih_l0_reverse", 1, 8),
            new ParameterShape("rnn.bias_hh_l0_reverse", 1, 8),
            new ParameterShape("rnn.weight_ih_l1", 20, 4)),
        ReferenceStack.shapes(config, "rnn.").subList(0, 9));
  }

  /** Of the first layer w = 1 and u = 1/2, in reverse 2 and 1/4; of the second w = 3 and u = 0. */
  private static ReferenceStack stack(Directions directions, boolean residual, int... widths) {
    Map<String, double[]> parameters = new HashMap<>();
    put(parameters, "_l0", 1, 1, 0.5);
    put(parameters, "_l0_reverse", 1, 2, 0.25);
    if (widths.length > 1) {
      put(parameters, "_l1", widths[1], 3, 0);
    }
    List<LayerConfig> layers =
        Arrays.stream(widths).mapToObj(h -> new LayerConfig(LINEAR, h)).toList();
    StackConfig config = new StackConfig(1, layers, directions, 0, residual);
    return new ReferenceStack(config, "", parameters);
  }

  private static void put(
      Map<String, double[]> parameters, String suffix, int width, double w, double u) {
    double[] input = new double[width];
    double[] recurrent = new double[width * width];
    Arrays.fill(input, w);
    Arrays.fill(recurrent, u);
    parameters.put("weight_ih" + suffix, input);
    parameters.put("weight_hh" + suffix, recurrent);
    parameters.put("bias_ih" + suffix, new double[width]);
    parameters.put("bias_hh" + suffix, new double[width]);
  }

  private static List<State> states(double... h) {
    return steps(h).stream().map(row -> new State(row, row())).toList();
  }

  private static List<double[]> steps(double... values) {
    return Arrays.stream(values).mapToObj(ReferenceStackTest::row).toList();
  }

  private static double[] row(double... values) {
    return values;
  }

  private static void assertSteps(List<double[]> actual, double[]... expected) {
    assertEquals(expected.length, actual.size());
    for (int t = 0; t < expected.length; t++) {
      assertArrayEquals(expected[t], actual.get(t), 0, "step " + t);
    }
  }

  private static void assertStates(ReferenceStack.Result result, double... expected) {
    assertArrayEquals(
        expected, result.states().stream().mapToDouble(state -> state.h()[0]).toArray(), 0);
  }
}
