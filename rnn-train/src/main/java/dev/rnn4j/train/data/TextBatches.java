package dev.rnn4j.train.data;

import dev.rnn4j.core.tensor.SequenceBatch;

/**
 * A text cut into batches for truncated back-propagation through time. All its tokens are targets
 * exactly once in an epoch. A batch holds windows of some sequences side by side; the state after
 * it carries over to the next batch, unless that {@link #begins}.
 */
public interface TextBatches {
  /** {@return how many batches an epoch has, 1 or more, in every order} */
  int count();

  /**
   * Arranges the batches of an epoch; at first they are in an order of their own.
   *
   * @param key names the order
   */
  default void arrange(long key) {}

  /**
   * How many targets a batch has.
   *
   * @param index which batch of the order arranged last
   * @return the number of tokens it predicts, 1 or more
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  int targetCount(int index);

  /**
   * Which rows of a batch belong to which step of which sequence.
   *
   * @param index which batch
   * @return {@link #streams()} sequences, those that have ended or do not exist with length 0
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  SequenceBatch shape(int index);

  /**
   * Whether all sequences of a batch begin with it.
   *
   * @param index which batch
   * @return false if they go on from the batch before it
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  boolean begins(int index);

  /**
   * How many sequences a batch has that are not there to fill it up only.
   *
   * @param index which batch
   * @return 1 to {@link #streams()}
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  int sequences(int index);

  /** {@return the number of sequences of every shape, B} */
  int streams();

  /** {@return the most rows that a batch has} */
  int maxRows();

  /**
   * Writes a batch; rows behind those of its shape are left as they are.
   *
   * @param index which batch
   * @param inputs gets the input ids, by row
   * @param targets gets the target ids, by row; {@link StreamBatches#NO_TARGET} for padding
   * @throws IndexOutOfBoundsException if there is no such batch
   * @throws IllegalArgumentException if an array is too short
   */
  void fill(int index, int[] inputs, int[] targets);

  /**
   * Where in the text the target of an entry stands.
   *
   * @param index which batch
   * @param t the step, from 0
   * @param b the sequence, from 0, one that reaches this step
   * @return a place in the text, or -1 for padding
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  int position(int index, int t, int b);
}
