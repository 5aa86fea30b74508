package dev.rnn4j.core.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurrentStateTest {
  private static RecurrentState state(CellConfig cell, List<Integer> sizes, int batch) {
    return new RecurrentState(sizes.stream().map(h -> new LayerConfig(cell, h)).toList(), batch);
  }

  @Test
  void aNewStateIsZeroAndHasACellStateOnlyIfItsCellsDo() {
    RecurrentState lstm = state(new LstmCell(), List.of(3, 5), 2);
    RecurrentState rnn = state(new ElmanCell(Activation.TANH), List.of(3, 5), 2);
    assertEquals(2, lstm.layers());
    assertEquals(5, lstm.cell(1).cols());
    assertEquals(0, rnn.cell(1).cols());
    assertEquals(2, rnn.hidden(0).rows());
    assertEquals(0, lstm.hidden(1).get(1, 4));
  }

  @Test
  void aStateOfAnotherCellIsRefusedThoughItsShapeIsTheSame() {
    RecurrentState gru = state(new GruCell(), List.of(3), 2);
    RecurrentState rnn = state(new ElmanCell(Activation.TANH), List.of(3), 2);
    assertEquals(0, gru.cell(0).cols());
    assertThrows(IllegalArgumentException.class, () -> gru.set(rnn));
  }

  @Test
  void aCopyDoesNotFollowTheOriginal() {
    RecurrentState state = state(new LstmCell(), List.of(3), 2);
    state.hidden(0).set(1, 2, 4);
    state.cell(0).set(0, 1, -6);
    RecurrentState copy = state.copy();
    state.reset();
    assertEquals(0, state.hidden(0).get(1, 2));
    assertEquals(4, copy.hidden(0).get(1, 2));
    assertEquals(-6, copy.cell(0).get(0, 1));
    state.set(copy);
    assertEquals(4, state.hidden(0).get(1, 2));
    assertEquals(-6, state.cell(0).get(0, 1));
  }

  @Test
  void aStateOfAnotherShapeIsRefused() {
    RecurrentState state = state(new LstmCell(), List.of(3, 5), 2);
    List<RecurrentState> others =
        List.of(
            state(new ElmanCell(Activation.TANH), List.of(3, 5), 2),
            state(new LstmCell(), List.of(3, 5), 1),
            state(new LstmCell(), List.of(3), 2),
            state(new LstmCell(), List.of(3, 5, 5), 2),
            state(new LstmCell(), List.of(5, 3), 2));
    for (RecurrentState other : others) {
      assertThrows(IllegalArgumentException.class, () -> state.set(other));
    }
  }
}
