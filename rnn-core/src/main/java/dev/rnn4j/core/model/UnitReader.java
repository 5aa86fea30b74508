package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;

/**
 * Reads tokens one by one and looks at a {@link Unit} after each. Used by one thread at a time; its
 * memory does not grow.
 */
public final class UnitReader {
  private final LanguageModel model;
  private final Unit unit;
  private final LanguageModelPass pass;
  private final RecurrentState state;
  private final Worker worker = Worker.solo();
  private final int[] token = new int[1];

  /**
   * A reader at the start of a text: it has read {@link dev.rnn4j.core.text.Vocabulary#startId()}.
   *
   * @param model what reads
   * @param unit what to look at
   * @throws IllegalArgumentException if the model has no such unit, saying what it has
   */
  public UnitReader(LanguageModel model, Unit unit) {
    unit.requireIn(model.config());
    this.model = model;
    this.unit = unit;
    pass = new LanguageModelPass(model.network(), 1, 1);
    state = model.network().newState(1);
    read(model.vocabulary().startId());
  }

  /**
   * Reads a token.
   *
   * @param id the token, 0 to V - 1
   * @return what the unit has then
   * @throws IndexOutOfBoundsException if there is no such token; the state is then unchanged
   * @throws IllegalStateException if what the unit has is not a number
   */
  public float read(int id) {
    token[0] = id;
    pass.begin(state);
    pass.forward(worker, token);
    pass.end(state);
    float value = unit.in(pass.layer(unit.layer()), model.config().cell());
    if (!Float.isFinite(value)) {
      throw LanguageModelSession.damaged();
    }
    return value;
  }
}
