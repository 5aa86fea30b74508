package dev.rnn4j.core.parameter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParametersTest {
  private static LanguageModelConfig config(CellConfig cell, boolean tied) {
    return new LanguageModelConfig(cell, 11, 5, List.of(3, 5), 0, tied);
  }

  private static List<String> described(ParameterLayout layout) {
    return layout.entries().stream().map(e -> e.name() + e.shape() + "@" + e.offset()).toList();
  }

  @Test
  void namesShapesAndOrderAreThoseOfPyTorch() {
    assertEquals(
        List.of(
            "encoder.weight[11, 5]@0",
            "rnn.weight_ih_l0[12, 5]@55",
            "rnn.weight_hh_l0[12, 3]@115",
            "rnn.bias_ih_l0[12]@151",
            "rnn.bias_hh_l0[12]@163",
            "rnn.weight_ih_l1[20, 3]@175",
            "rnn.weight_hh_l1[20, 5]@235",
            "rnn.bias_ih_l1[20]@335",
            "rnn.bias_hh_l1[20]@355",
            "decoder.weight[11, 5]@375",
            "decoder.bias[11]@430"),
        described(config(new LstmCell(), false).layout()));
    assertEquals(441, config(new LstmCell(), false).layout().size());
  }

  @Test
  void aGruHasThreeGates() {
    List<String> described = described(config(new GruCell(), false).layout());
    assertEquals(
        List.of(
            "rnn.weight_ih_l0[9, 5]@55",
            "rnn.weight_hh_l0[9, 3]@100",
            "rnn.bias_ih_l0[9]@127",
            "rnn.bias_hh_l0[9]@136"),
        described.subList(1, 5));
  }

  @Test
  void aSimpleTiedModelHasOneGateAndNoOutputWeight() {
    assertEquals(
        List.of(
            "encoder.weight[11, 5]@0",
            "rnn.weight_ih_l0[3, 5]@55",
            "rnn.weight_hh_l0[3, 3]@70",
            "rnn.bias_ih_l0[3]@79",
            "rnn.bias_hh_l0[3]@82",
            "rnn.weight_ih_l1[5, 3]@85",
            "rnn.weight_hh_l1[5, 5]@100",
            "rnn.bias_ih_l1[5]@125",
            "rnn.bias_hh_l1[5]@130",
            "decoder.bias[11]@135"),
        described(config(new ElmanCell(Activation.TANH), true).layout()));
  }

  @Test
  void moreParametersThanAnArrayHoldsAreRefused() {
    LanguageModelConfig huge =
        new LanguageModelConfig(new LstmCell(), 2, 4, List.of(1 << 20, 1 << 20), 0, false);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> huge.layout());
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("rnn.weight_hh_l0 (4194304x1048576)"), message);
  }

  @Test
  void aMatrixIsALiveView() {
    Parameters parameters = new Parameters(config(new ElmanCell(Activation.TANH), false).layout());
    Matrix bias = parameters.matrix("rnn.bias_hh_l1");
    bias.set(0, 4, 7);
    assertSame(parameters.values(), bias.data());
    assertEquals(7, parameters.values()[134]);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> parameters.matrix("rnn.bias_hh_l2"));
    assertTrue(String.valueOf(thrown.getMessage()).contains("rnn.bias_hh_l2"));
  }

  @Test
  void aWrongNumberOfValuesIsRefused() {
    ParameterLayout layout = config(new ElmanCell(Activation.TANH), false).layout();
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> new Parameters(layout, new float[3]));
    assertTrue(String.valueOf(thrown.getMessage()).contains("3 values given for " + layout.size()));
  }

  @Test
  void initialValuesFollowTheSeedAndStayInTheirRange() {
    float[] first = initialized(new LstmCell(), 0, 1).values();
    float[] again = initialized(new LstmCell(), 0, 1).values();
    float[] other = initialized(new LstmCell(), 0, 2).values();
    int different = 0;
    for (int i = 0; i < first.length; i++) {
      assertEquals(first[i], again[i]);
      assertTrue(Math.abs(first[i]) <= 0.1f, "" + first[i]);
      different += first[i] == other[i] ? 0 : 1;
    }
    assertTrue(different > first.length * 0.99, different + " of " + first.length);
  }

  private static Parameters initialized(CellConfig cell, float forgetBias, long seed) {
    return config(cell, false)
        .newParameters(new Initialization(0.1f, forgetBias), new RandomSource(seed));
  }

  @Test
  void anIdentityTakesThePlaceOfTheRecurrentWeightAndTheBiases() {
    Initialization plain = new Initialization(0.1f, 0);
    Initialization identity = new Initialization(0.1f, 0, 0.5f);
    LanguageModelConfig config = config(new ElmanCell(Activation.RELU), false);
    Parameters without = config.newParameters(plain, new RandomSource(1));
    Parameters with = config.newParameters(identity, new RandomSource(1));
    for (ParameterLayout.Entry entry : without.layout().entries()) {
      for (int i = 0; i < entry.size(); i++) {
        boolean diagonal = i / entry.cols() == i % entry.cols();
        float expected =
            entry.name().contains("weight_hh")
                ? diagonal ? 0.5f : 0
                : entry.name().startsWith("rnn.bias") ? 0 : without.values()[entry.offset() + i];
        assertEquals(expected, with.values()[entry.offset() + i], entry.name() + "[" + i + "]");
      }
    }
    assertThrows(IllegalArgumentException.class, () -> new Initialization(0.1f, 0, -1));
    assertThrows(IllegalArgumentException.class, () -> new Initialization(0.1f, 0, Float.NaN));
  }

  @Test
  void theForgetBiasIsAddedToTheForgetGatesOnce() {
    Parameters without = initialized(new LstmCell(), 0, 1);
    Parameters with = initialized(new LstmCell(), 2, 1);
    for (ParameterLayout.Entry entry : without.layout().entries()) {
      for (int i = 0; i < entry.size(); i++) {
        boolean forget = entry.name().contains("bias_ih") && i / (entry.cols() / 4) == 1;
        float expected = without.values()[entry.offset() + i] + (forget ? 2 : 0);
        assertEquals(expected, with.values()[entry.offset() + i], entry.name() + "[" + i + "]");
      }
    }
  }

  @Test
  void roundingTouchesMatricesOfACopyOnly() {
    Parameters exact = initialized(new LstmCell(), 0, 3);
    float[] before = exact.values().clone();
    Parameters rounded = exact.in(WeightFormat.BFLOAT16);
    assertArrayEquals(before, exact.values());
    assertEquals(WeightFormat.FLOAT32, exact.format());
    assertEquals(WeightFormat.BFLOAT16, rounded.format());
    for (String name : List.of("encoder.weight", "rnn.weight_hh_l1", "decoder.weight")) {
      float nearest = WeightFormat.BFLOAT16.nearest(exact.matrix(name).get(1, 2));
      assertEquals(nearest, rounded.matrix(name).get(1, 2));
    }
    assertEquals(
        exact.matrix("rnn.bias_ih_l0").get(0, 3), rounded.matrix("rnn.bias_ih_l0").get(0, 3));
    assertSame(rounded, rounded.in(WeightFormat.BFLOAT16));
    assertArrayEquals(rounded.values(), rounded.in(WeightFormat.FLOAT32).values());
  }
}
