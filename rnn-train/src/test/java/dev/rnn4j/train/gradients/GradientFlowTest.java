package dev.rnn4j.train.gradients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.testkit.CentralDifferences;
import dev.rnn4j.testkit.ReferenceLanguageModel;
import dev.rnn4j.testkit.ReferenceState;
import dev.rnn4j.testkit.ReferenceWindow;
import dev.rnn4j.train.data.AddingProblem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GradientFlowTest {
  private static final Kernels KERNELS = KernelSelection.current().kernels();
  private static final int STEPS = 7;
  private static final int BATCH = 3;
  private static final int DISTANCE = 5;
  private static final int[] LOSS_STEPS = {4, 6};

  static Stream<CellConfig> cells() {
    return Stream.of(new ElmanCell(Activation.TANH), new LstmCell(), new GruCell());
  }

  /** Two layers of different widths; the reference perturbs the state between two windows. */
  @ParameterizedTest
  @MethodSource("cells")
  void normsAreThoseOfCentralDifferences(CellConfig cell) {
    LanguageModelConfig config = new LanguageModelConfig(cell, 6, 4, List.of(5, 3), 0, false);
    Parameters parameters =
        config.newParameters(new Initialization(0.9f, 0.5f), new RandomSource(3));
    LanguageModelNetwork network = LanguageModelNetwork.trainable(config, parameters, KERNELS);
    int[] text = text(6, 40);
    List<LayerFlow> flows = measure(new LanguageModelSteps(network, text, STEPS, BATCH), 2);
    assertEquals(2, flows.size());
    Reference reference = new Reference(config, parameters, text);
    for (int l = 0; l < 2; l++) {
      for (int k = 1; k <= DISTANCE; k++) {
        double hidden = reference.median(l, k, false);
        assertEquals(hidden, flows.get(l).hidden().get(k - 1), 1e-4 * hidden + 1e-7);
        if (cell instanceof LstmCell) {
          double state = reference.median(l, k, true);
          assertEquals(state, flows.get(l).cell().get(k - 1), 1e-4 * state + 1e-7);
        }
      }
      assertEquals(cell instanceof LstmCell ? DISTANCE : 0, flows.get(l).cell().size());
    }
  }

  private static List<LayerFlow> measure(SteppedModel model, int threads) {
    try (Workers workers = new Workers(threads)) {
      return GradientFlow.measure(model, DISTANCE, LOSS_STEPS, workers);
    }
  }

  private static int[] text(int vocabulary, int length) {
    RandomSource random = new RandomSource(5);
    int[] text = new int[length];
    Arrays.setAll(text, _ -> random.nextInt(vocabulary));
    return text;
  }

  /** The model in double precision and the parts of the text that are measured. */
  private static final class Reference {
    private final LanguageModelConfig config;
    private final ReferenceLanguageModel model;
    private final int[] inputs = new int[STEPS * BATCH];
    private final int[] targets = new int[STEPS * BATCH];

    Reference(LanguageModelConfig config, Parameters parameters, int[] text) {
      this.config = config;
      Map<String, double[]> values = new HashMap<>();
      for (ParameterLayout.Entry entry : parameters.layout().entries()) {
        double[] each = new double[entry.size()];
        Arrays.setAll(each, i -> parameters.values()[entry.offset() + i]);
        values.put(entry.name(), each);
      }
      model = new ReferenceLanguageModel(config, values);
      for (int b = 0; b < BATCH; b++) {
        int begin = (text.length - STEPS - 1) * b / (BATCH - 1);
        for (int t = 0; t < STEPS; t++) {
          inputs[t * BATCH + b] = text[begin + t];
          targets[t * BATCH + b] = text[begin + t + 1];
        }
      }
    }

    double median(int layer, int k, boolean cell) {
      double[] norms = new double[LOSS_STEPS.length * BATCH];
      for (int i = 0; i < LOSS_STEPS.length; i++) {
        double[] each = norms(LOSS_STEPS[i], layer, k, cell);
        System.arraycopy(each, 0, norms, i * BATCH, BATCH);
      }
      Arrays.sort(norms);
      return (norms[norms.length / 2] + norms[(norms.length - 1) / 2]) / 2;
    }

    private double[] norms(int t, int layer, int k, boolean cell) {
      int[] only = new int[targets.length];
      Arrays.fill(only, -1);
      System.arraycopy(targets, t * BATCH, only, t * BATCH, BATCH);
      ReferenceWindow all =
          new ReferenceWindow(
              STEPS, BATCH, inputs, only, ReferenceState.zeros(config, BATCH), new double[0][]);
      int from = t - k + 1;
      ReferenceState state =
          from == 0
              ? ReferenceState.zeros(config, BATCH)
              : model.run(all.range(0, from, all.initial())).finalState();
      double[] varied = cell ? state.cell().get(layer) : state.hidden().get(layer);
      double[] gradient =
          CentralDifferences.fourPoint()
              .gradient(_ -> BATCH * model.meanLoss(all.range(from, t + 1, state)), varied);
      int width = gradient.length / BATCH;
      double[] norms = new double[BATCH];
      for (int i = 0; i < gradient.length; i++) {
        norms[i / width] += gradient[i] * gradient[i];
      }
      Arrays.setAll(norms, b -> Math.sqrt(norms[b]));
      return norms;
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void anyNumberOfThreadsMeasuresTheSame(CellConfig cell) {
    LanguageModelConfig config = new LanguageModelConfig(cell, 6, 4, List.of(9), 0, false);
    Parameters parameters = config.newParameters(Initialization.uniform(1), new RandomSource(1));
    LanguageModelNetwork network = LanguageModelNetwork.trainable(config, parameters, KERNELS);
    List<LayerFlow> one = measure(new LanguageModelSteps(network, text(6, 30), STEPS, BATCH), 1);
    for (int threads = 2; threads <= 3; threads++) {
      assertEquals(
          one, measure(new LanguageModelSteps(network, text(6, 30), STEPS, BATCH), threads));
    }
  }

  /** Of ReLU with positive weights and inputs every unit is on, and the network is linear. */
  @Test
  void aLinearNetworkDecaysByItsSpectralRadius() {
    MemoryNetwork network = network(new ElmanCell(Activation.RELU), 3, 0);
    double[][] weight = {{0.2, 0.5, 0.1}, {0.3, 0.1, 0.4}, {0.6, 0.2, 0.3}};
    fill(network.parameters(), "rnn.weight_hh_l0", weight);
    fill(network.parameters(), "rnn.weight_ih_l0", new double[][] {{1, 2}, {1, 0.5}, {2, 1}});
    LayerFlow flow = adding(network, 40);
    assertEquals(Spectrum.radius(weight), LayerFlow.rate(flow.hidden()), 1e-4);
    assertEquals(Spectrum.radius(weight), flow.radius(), 1e-4);
    assertEquals(Spectrum.norm(weight), flow.norm(), 1e-4);
    assertTrue(flow.norm() > flow.radius() + 0.01, flow.norm() + " is not an upper bound");
    assertEquals("", flow.gate());
  }

  /** One unit without inputs comes to rest at h = f(w h + b), where each step is f'(z) w. */
  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"TANH", "SIGMOID"})
  void aUnitAtRestDecaysByItsSlope(Activation f) {
    MemoryNetwork network = network(new ElmanCell(f), 1, 0);
    double w = 0.8;
    fill(network.parameters(), "rnn.weight_hh_l0", new double[][] {{w}});
    zero(network.parameters(), "rnn.weight_ih_l0");
    network.parameters().matrix("rnn.bias_ih_l0").set(0, 0, 0.3f);
    double h = 0;
    for (int t = 0; t < 1000; t++) {
      double z = w * h + 0.3;
      h = f == Activation.TANH ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
    }
    double step = w * (f == Activation.TANH ? 1 - h * h : h * (1 - h));
    LayerFlow flow = adding(network, 15);
    assertEquals(step, flow.radius(), 1e-4);
    assertEquals(step, flow.norm(), 1e-4);
    assertEquals(step, LayerFlow.rate(flow.hidden()), 1e-3);
  }

  /** Without recurrent weights the state goes on by the forget gate alone, which is constant. */
  @Test
  void withoutRecurrentWeightsAnLstmDecaysByItsForgetGate() {
    MemoryNetwork network = network(new LstmCell(), 4, 1.5f);
    zero(network.parameters(), "rnn.weight_ih_l0");
    zero(network.parameters(), "rnn.weight_hh_l0");
    zero(network.parameters(), "rnn.bias_hh_l0");
    zero(network.parameters(), "rnn.bias_ih_l0");
    Matrix bias = network.parameters().matrix("rnn.bias_ih_l0");
    for (int j = 4; j < 8; j++) {
      bias.set(0, j, 1.5f);
    }
    LayerFlow flow = adding(network, 30);
    double forget = 1 / (1 + Math.exp(-1.5));
    assertEquals("f", flow.gate());
    assertEquals(forget, LayerFlow.rate(flow.carried()), 1e-5);
    assertEquals(Math.pow(forget, 30), flow.carried().getLast(), 1e-6);
    assertEquals(forget, LayerFlow.rate(flow.cell()), 1e-5);
    assertEquals(0, flow.hidden().getFirst());
    assertTrue(Double.isNaN(LayerFlow.rate(flow.hidden())));
    assertTrue(Double.isNaN(flow.radius()));
  }

  @Test
  void withoutRecurrentWeightsAGruDecaysByItsUpdateGate() {
    MemoryNetwork network = network(new GruCell(), 4, 0);
    zero(network.parameters(), "rnn.weight_ih_l0");
    zero(network.parameters(), "rnn.weight_hh_l0");
    zero(network.parameters(), "rnn.bias_ih_l0");
    zero(network.parameters(), "rnn.bias_hh_l0");
    LayerFlow flow = adding(network, 20);
    assertEquals("z", flow.gate());
    assertEquals(0.5, LayerFlow.rate(flow.carried()), 1e-6);
    assertEquals(0.5, LayerFlow.rate(flow.hidden()), 1e-6);
    assertEquals(List.of(), flow.cell());
  }

  private static MemoryNetwork network(CellConfig cell, int hidden, float forgetBias) {
    return new MemoryNetwork(
        new AddingProblem(41),
        cell,
        List.of(hidden),
        new Initialization(0.3f, forgetBias),
        1,
        KERNELS);
  }

  private static LayerFlow adding(MemoryNetwork network, int distance) {
    try (Workers workers = new Workers(1)) {
      workers.run(network::repack);
      MemorySteps model = new MemorySteps(network, 3, new RandomSource(2));
      return GradientFlow.measure(model, distance, new int[] {40}, workers).getFirst();
    }
  }

  private static void fill(Parameters parameters, String name, double[][] values) {
    for (int r = 0; r < values.length; r++) {
      for (int c = 0; c < values[r].length; c++) {
        parameters.matrix(name).set(r, c, (float) values[r][c]);
      }
    }
    zero(parameters, "rnn.bias_ih_l0");
    zero(parameters, "rnn.bias_hh_l0");
  }

  private static void zero(Parameters parameters, String name) {
    Matrix m = parameters.matrix(name);
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        m.set(r, c, 0);
      }
    }
  }

  @Test
  void theSpectrumOfKnownMatrices() {
    double[][] turned = {{0, -0.9}, {0.9, 0}};
    assertEquals(0.9, Spectrum.radius(turned), 1e-9);
    double[][] skewed = {{1.3, 4}, {-1.1, -0.7}}; // eigenvalues 0.3 ± 1.84i
    assertEquals(Math.sqrt(1.3 * -0.7 + 4 * 1.1), Spectrum.radius(skewed), 0.005);
    double[][] nilpotent = {{0, 5}, {0, 0}};
    assertEquals(0, Spectrum.radius(nilpotent));
    assertEquals(5, Spectrum.norm(nilpotent), 1e-9);
    assertEquals(0, Spectrum.norm(new double[][] {{0}}));
  }

  @Test
  void theRateIsThatOfWhatCanBeFitted() {
    assertEquals(0.5, LayerFlow.rate(List.of(9.0, 4.0, 2.0, 1.0, 0.5)), 1e-12);
    assertEquals(2, LayerFlow.rate(List.of(1.0, 2.0, 4.0, 8.0, 0.0, 99.0)), 1e-12);
    assertEquals(2, LayerFlow.rate(List.of(1.0, 2.0, 4.0, 8.0, 1 / 0.0)), 1e-12);
    assertTrue(Double.isNaN(LayerFlow.rate(List.of(1.0, 2.0))));
    assertTrue(Double.isNaN(LayerFlow.rate(List.of())));
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    MemoryNetwork network = network(new GruCell(), 2, 0);
    MemorySteps model = new MemorySteps(network, 1, new RandomSource(2));
    try (Workers workers = new Workers(1)) {
      for (int[] steps : new int[][] {{}, {3}, {41}}) {
        assertThrows(
            IllegalArgumentException.class, () -> GradientFlow.measure(model, 5, steps, workers));
      }
    }
    LanguageModelConfig config =
        new LanguageModelConfig(new GruCell(), 4, 2, List.of(2), 0.5f, false);
    Parameters parameters = config.newParameters(Initialization.uniform(1), new RandomSource(1));
    LanguageModelNetwork dropping = LanguageModelNetwork.trainable(config, parameters, KERNELS);
    assertThrows(
        IllegalArgumentException.class, () -> new LanguageModelSteps(dropping, text(4, 30), 7, 2));
  }
}
