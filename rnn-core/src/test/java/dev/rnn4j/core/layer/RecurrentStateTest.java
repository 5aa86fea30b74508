package dev.rnn4j.core.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.cell.CellType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurrentStateTest {
  @Test
  void aNewStateIsZeroAndHasACellStateOnlyIfItsCellsDo() {
    RecurrentState lstm = new RecurrentState(CellType.LSTM, List.of(3, 5), 2);
    RecurrentState rnn = new RecurrentState(CellType.RNN, List.of(3, 5), 2);
    assertEquals(2, lstm.layers());
    assertEquals(5, lstm.cell(1).cols());
    assertEquals(0, rnn.cell(1).cols());
    assertEquals(2, rnn.hidden(0).rows());
    assertEquals(0, lstm.hidden(1).get(1, 4));
  }

  @Test
  void aStateOfAnotherCellIsRefusedThoughItsShapeIsTheSame() {
    RecurrentState gru = new RecurrentState(CellType.GRU, List.of(3), 2);
    RecurrentState rnn = new RecurrentState(CellType.RNN, List.of(3), 2);
    assertEquals(0, gru.cell(0).cols());
    assertThrows(IllegalArgumentException.class, () -> gru.set(rnn));
  }

  @Test
  void aCopyDoesNotFollowTheOriginal() {
    RecurrentState state = new RecurrentState(CellType.LSTM, List.of(3), 2);
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
    RecurrentState state = new RecurrentState(CellType.LSTM, List.of(3, 5), 2);
    List<RecurrentState> others =
        List.of(
            new RecurrentState(CellType.RNN, List.of(3, 5), 2),
            new RecurrentState(CellType.LSTM, List.of(3, 5), 1),
            new RecurrentState(CellType.LSTM, List.of(3), 2),
            new RecurrentState(CellType.LSTM, List.of(3, 5, 5), 2),
            new RecurrentState(CellType.LSTM, List.of(5, 3), 2));
    for (RecurrentState other : others) {
      assertThrows(IllegalArgumentException.class, () -> state.set(other));
    }
  }
}
