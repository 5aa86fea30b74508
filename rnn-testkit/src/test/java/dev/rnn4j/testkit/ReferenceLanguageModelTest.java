package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference against numbers worked out by hand (every literal's formula stands beside it). */
class ReferenceLanguageModelTest {
  private static final double EXACT = 1e-14;

  @Test
  void aTanhUnitFollowsTheHandComputation() {
    ReferenceResult result = rnn(Activation.TANH).run(rnnWindow());
    double h0 = 0.39693043200507755; // tanh(0.8 * 0.5 + 0.1 + 0.3 * 0.4 - 0.2) = tanh(0.42)
    double h1 = -0.6532349439364336; // tanh(0.8 * -1 + 0.1 + 0.3 * h0 - 0.2)
    assertArrayEquals(new double[] {h0, h1}, result.hidden().get(0), EXACT);
    assertArrayEquals(new double[] {h1}, result.finalState().hidden().get(0), EXACT);
    assertEquals(1.5 * h0 + 0.05, result.logits()[0], EXACT);
    assertEquals(-0.5 * h0 - 0.1, result.logits()[1], EXACT);
    assertEquals(1.272533175916142, result.losses()[0], EXACT); // log(e^l0 + e^l1) - l1
  }

  @Test
  void aSigmoidUnitFollowsTheHandComputation() {
    ReferenceResult result = rnn(Activation.SIGMOID).run(rnnWindow());
    assertEquals(0.6034832498647263, result.hidden().get(0)[0], EXACT); // 1 / (1 + e^-0.42)
  }

  @Test
  void aReluUnitFollowsTheHandComputationAndReportsItsKink() {
    ReferenceResult result = rnn(Activation.RELU).run(rnnWindow());
    // Step 1: 0.8 * -1 + 0.1 + 0.3 * 0.42 - 0.2 = -0.774, cut off.
    assertArrayEquals(new double[] {0.42, 0}, result.hidden().get(0), EXACT);
    assertEquals(0.42, result.kinkDistance(), EXACT);
    assertEquals(Double.POSITIVE_INFINITY, rnn(Activation.TANH).run(rnnWindow()).kinkDistance(), 0);
  }

  @Test
  void anLstmUnitFollowsTheHandComputation() {
    Map<String, double[]> parameters = new LinkedHashMap<>();
    parameters.put("encoder.weight", new double[] {0.5, -1});
    parameters.put("rnn.weight_ih_l0", new double[] {0.8, -0.4, 1.2, 0.3});
    parameters.put("rnn.weight_hh_l0", new double[] {0.3, 0.7, -0.5, -0.2});
    parameters.put("rnn.bias_ih_l0", new double[] {0.1, 0.2, 0.3, 0.4});
    parameters.put("rnn.bias_hh_l0", new double[] {-0.2, 1, -0.1, 0.05});
    parameters.put("decoder.weight", new double[] {1.5, -0.5});
    parameters.put("decoder.bias", new double[] {0.05, -0.1});
    LanguageModelConfig config = config(new LstmCell(), 2, 1, List.of(1), false);
    ReferenceState initial =
        new ReferenceState(List.of(new double[] {0.4}), List.of(new double[] {-0.6}));
    ReferenceWindow window = new ReferenceWindow(1, 1, new int[] {0}, new int[] {1}, initial);
    ReferenceResult result = new ReferenceLanguageModel(config, parameters).run(window);
    // z = (0.42, 1.28, 0.6, 0.52) for i, f, g, o; c = f * -0.6 + i * g; h = o * tanh(c)
    assertEquals(-0.14536944782344896, result.finalState().cell().get(0)[0], EXACT);
    assertEquals(-0.09053131021822892, result.finalState().hidden().get(0)[0], EXACT);
    assertEquals(-0.6, initial.cell().get(0)[0], 0, "the window's state must stay as it was");
  }

  @Test
  void aGruUnitFollowsTheHandComputation() {
    Map<String, double[]> parameters = new LinkedHashMap<>();
    parameters.put("encoder.weight", new double[] {0.5, -1});
    parameters.put("rnn.weight_ih_l0", new double[] {0.8, -0.4, 1.2});
    parameters.put("rnn.weight_hh_l0", new double[] {0.3, 0.7, -0.5});
    parameters.put("rnn.bias_ih_l0", new double[] {0.1, 0.2, 0.3});
    parameters.put("rnn.bias_hh_l0", new double[] {-0.2, 1, -0.1});
    parameters.put("decoder.weight", new double[] {1.5, -0.5});
    parameters.put("decoder.bias", new double[] {0.05, -0.1});
    LanguageModelConfig config = config(new GruCell(), 2, 1, List.of(1), false);
    ReferenceState initial = new ReferenceState(List.of(new double[] {0.4}), List.of());
    ReferenceWindow window = new ReferenceWindow(1, 1, new int[] {0}, new int[] {1}, initial);
    ReferenceResult result = new ReferenceLanguageModel(config, parameters).run(window);
    // r = s(0.42), z = s(1.28), n = tanh(0.9 + r * (-0.5 * 0.4 - 0.1)); h = (1 - z) n + z * 0.4
    assertEquals(0.44704776033140164, result.finalState().hidden().get(0)[0], EXACT);
    assertTrue(result.finalState().cell().isEmpty());
  }

  @Test
  void aModelOfZerosIsUniformAndHasThePerplexityOfItsVocabulary() {
    for (CellConfig cell : Cells.examples()) {
      LanguageModelConfig config = config(cell, 7, 3, List.of(4, 2), false);
      int[] tokens = {0, 6, 3, 2, 5, 1};
      ReferenceResult result =
          new ReferenceLanguageModel(config, zeros(config))
              .run(ReferenceWindow.fresh(config, 2, tokens, tokens));
      assertEquals(7, result.perplexity(), 1e-12);
      assertEquals(Math.log(7), result.meanLoss(), EXACT);
    }
  }

  @Test
  void ignoredTargetsHaveNoLossAndNoWeightInTheMean() {
    ReferenceWindow all = rnnWindow();
    ReferenceWindow first =
        new ReferenceWindow(2, 1, all.inputs(), new int[] {1, -1}, all.initial());
    ReferenceWindow none =
        new ReferenceWindow(2, 1, all.inputs(), new int[] {-1, -1}, all.initial());
    ReferenceLanguageModel model = rnn(Activation.TANH);
    assertEquals(model.run(all).losses()[0], model.run(first).meanLoss(), 0);
    assertEquals(0, model.run(first).losses()[1], 0);
    assertEquals(0, model.run(none).meanLoss(), 0);
  }

  @Test
  void masksMultiplyTheOutputsUpwardsButNotTheRecurrence() {
    ReferenceWindow plain = rnnWindow();
    ReferenceLanguageModel model = rnn(Activation.TANH);
    ReferenceResult dropped = model.run(withMasks(plain, new double[] {1, 1}, new double[] {0, 2}));
    ReferenceResult result = model.run(plain);
    assertArrayEquals(result.hidden().get(0), dropped.hidden().get(0), 0);
    assertArrayEquals(
        new double[] {0.05, -0.1}, Arrays.copyOf(dropped.logits(), 2), 0, "only the bias is left");
    assertEquals(2 * 1.5 * result.hidden().get(0)[1] + 0.05, dropped.logits()[2], EXACT);
    ReferenceResult noInput = model.run(withMasks(plain, new double[] {0, 0}, new double[] {1, 1}));
    assertEquals(Math.tanh(0.3 * 0.4 - 0.1), noInput.hidden().get(0)[0], EXACT);
  }

  @Test
  void aTiedDecoderIsTheEmbeddingTable() {
    LanguageModelConfig tied = config(new LstmCell(), 5, 3, List.of(4, 3), true);
    LanguageModelConfig untied = config(new LstmCell(), 5, 3, List.of(4, 3), false);
    LanguageModelCase example = new LanguageModelCase(tied, 3, 2, false, 11);
    Map<String, double[]> parameters = example.parameters();
    ReferenceResult expected = example.reference().run(example.window());
    parameters.put("decoder.weight", example.parameters().firstEntry().getValue());
    ReferenceResult actual = new ReferenceLanguageModel(untied, parameters).run(example.window());
    assertArrayEquals(expected.logits(), actual.logits(), 0);
  }

  @Test
  void wrongParametersAreNamed() {
    LanguageModelConfig config = config(new ElmanCell(Activation.TANH), 2, 1, List.of(1), false);
    Map<String, double[]> missing = zeros(config);
    missing.remove("rnn.bias_hh_l0");
    Map<String, double[]> wrong = zeros(config);
    wrong.put("rnn.weight_ih_l0", new double[4]);
    Map<String, double[]> extra = zeros(config);
    extra.put("rnn.bias_hh_l1", new double[1]);
    assertTrue(refused(config, missing).contains("rnn.bias_hh_l0 is missing"));
    assertTrue(refused(config, wrong).contains("rnn.weight_ih_l0 has 4 values"));
    assertTrue(refused(config, extra).contains("rnn.bias_hh_l1"));
  }

  private static String refused(LanguageModelConfig config, Map<String, double[]> parameters) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new ReferenceLanguageModel(config, parameters));
    return String.valueOf(e.getMessage());
  }

  private static ReferenceLanguageModel rnn(Activation activation) {
    Map<String, double[]> parameters = new LinkedHashMap<>();
    parameters.put("encoder.weight", new double[] {0.5, -1});
    parameters.put("rnn.weight_ih_l0", new double[] {0.8});
    parameters.put("rnn.weight_hh_l0", new double[] {0.3});
    parameters.put("rnn.bias_ih_l0", new double[] {0.1});
    parameters.put("rnn.bias_hh_l0", new double[] {-0.2});
    parameters.put("decoder.weight", new double[] {1.5, -0.5});
    parameters.put("decoder.bias", new double[] {0.05, -0.1});
    return new ReferenceLanguageModel(
        config(new ElmanCell(activation), 2, 1, List.of(1), false), parameters);
  }

  private static ReferenceWindow rnnWindow() {
    ReferenceState initial = new ReferenceState(List.of(new double[] {0.4}), List.of());
    return new ReferenceWindow(2, 1, new int[] {0, 1}, new int[] {1, 0}, initial);
  }

  private static ReferenceWindow withMasks(ReferenceWindow window, double[]... masks) {
    return new ReferenceWindow(
        window.steps(), window.batch(), window.inputs(), window.targets(), window.initial(), masks);
  }

  private static LanguageModelConfig config(
      CellConfig cell, int vocabulary, int embedding, List<Integer> hidden, boolean tied) {
    return new LanguageModelConfig(cell, vocabulary, embedding, hidden, 0, tied);
  }

  private static Map<String, double[]> zeros(LanguageModelConfig config) {
    Map<String, double[]> parameters = new LinkedHashMap<>();
    for (ParameterShape shape : ParameterShape.of(config)) {
      parameters.put(shape.name(), new double[shape.size()]);
    }
    return parameters;
  }
}
