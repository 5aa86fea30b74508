package dev.rnn4j.core.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What layer normalisation adds to the cells' parameters, and what it does not go with. */
class LayerNormTest {
  private static CellConfig cell(String name) {
    return switch (name) {
      case "rnn" -> new ElmanCell(Activation.RELU, true);
      case "lstm" -> new LstmCell(0, false, true);
      default -> new GruCell(GruCell.Reset.AFTER, true);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "rnn, gain_ih:3 gain_hh:3",
    "lstm, gain_ih:12 gain_hh:12 gain_c:3 bias_c:3",
    "gru, gain_ih:9 gain_hh:9"
  })
  void gainsBeginWithOnesAndTheBiasOfTheStateWithZeros(String name, String expected) {
    LanguageModelConfig config = new LanguageModelConfig(cell(name), 5, 2, List.of(3), 0, false);
    Parameters parameters =
        config.newParameters(new Initialization(0.5f, 1, 1), new RandomSource(3));
    List<String> found = new ArrayList<>();
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      String parameter = entry.name().replace("rnn.", "").replace("_l0", "");
      if (parameter.startsWith("gain") || parameter.equals("bias_c")) {
        Matrix m = parameters.matrix(entry.name());
        found.add(parameter + ":" + m.cols());
        for (int j = 0; j < m.cols(); j++) {
          assertEquals(parameter.startsWith("gain") ? 1 : 0, m.get(0, j), entry.name());
        }
      }
    }
    assertEquals(expected, String.join(" ", found));
  }

  @Test
  void itIsOffUnlessAskedFor() {
    assertEquals(3, CellConfig.all().size());
    for (CellConfig plain : CellConfig.all()) {
      assertFalse(plain.layerNorm());
      assertTrue(cell(plain.name()).layerNorm());
    }
  }

  @Test
  void whatItDoesNotGoWithIsRefused() {
    assertRefused("peepholes", () -> new LstmCell(0, true, true));
    assertRefused("resets after", () -> new GruCell(GruCell.Reset.BEFORE, true));
  }

  private static void assertRefused(String word, Runnable making) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, making::run);
    assertTrue(String.valueOf(refused.getMessage()).contains(word), refused.getMessage());
  }
}
