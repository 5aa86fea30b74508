package dev.rnn4j.core.layer;

import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;

/**
 * Where the rows of each sequence stand that attention looks at: one sequence after the other, in
 * the order in which they were given, unlike in the {@link SequenceBatch} they come from.
 * Immutable.
 */
public final class AttentionMemory {
  private final int[] starts;
  private final int[] rows;

  private AttentionMemory() {
    starts = new int[1];
    rows = new int[0];
  }

  /**
   * The memory of some sequences.
   *
   * @param order of the sequences in the batch that was encoded
   */
  public AttentionMemory(SequenceOrder order) {
    SequenceBatch batch = order.batch();
    int count = batch.batch();
    int[] place = new int[count];
    for (int b = 0; b < count; b++) {
      place[order.given(b)] = b;
    }
    starts = new int[count + 1];
    rows = new int[batch.rows()];
    for (int i = 0; i < count; i++) {
      int length = batch.length(place[i]);
      for (int t = 0; t < length; t++) {
        rows[starts[i] + t] = batch.row(t, place[i]);
      }
      starts[i + 1] = starts[i] + length;
    }
  }

  /** A memory of nothing. */
  static AttentionMemory empty() {
    return new AttentionMemory();
  }

  /** {@return the number of sequences} */
  public int sequences() {
    return starts.length - 1;
  }

  /**
   * The length of a sequence.
   *
   * @param sequence which one, in the order given
   * @return how many rows it has
   */
  public int length(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  /** Row at which a sequence begins. */
  int start(int sequence) {
    return starts[sequence];
  }

  /** How many rows there are. */
  int size() {
    return rows.length;
  }

  /** For each row, which row of the batch it is; every one of them once. */
  int[] rows() {
    return rows;
  }
}
