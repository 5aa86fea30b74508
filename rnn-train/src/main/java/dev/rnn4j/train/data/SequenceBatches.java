package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import java.util.Objects;

/**
 * Cuts a text into sentences or documents, each a sequence that begins in the initial state and
 * whose first input is the start id. Sequences of similar length stand side by side, without
 * padding: sorted by length, the longest first, they are dealt into groups of B, and a group is cut
 * into windows of T steps. In the last group there may be fewer; empty sequences fill it up.
 *
 * <p>Every epoch has the same lengths in the same groups, and so as many batches; which of the
 * equally long sequences stand in which group, and the order of the groups, is drawn anew. With
 * groups of one sequence nothing is sorted, and they begin in the order of the text.
 */
public final class SequenceBatches implements TextBatches {
  private final int[] ids;
  private final int startId;
  private final int size;
  private final int window;

  /** Where each sequence begins, and at the end the length of the text. */
  private final int[] starts;

  private final int[] order;
  private final int[] groups;

  /** Number of the batch with which each group of {@link #groups} begins. */
  private final int[] firstBatch;

  private final int maxRows;

  /**
   * Sequences of token ids.
   *
   * @param ids the text, at least one token; shared, must not change
   * @param startId the first input of every sequence, and the token that ends a line
   * @param cut where sequences begin
   * @param size how many of them a batch has, B; all for {@link TextCut#WHOLE}
   * @param window how many steps it has at most, T
   * @throws IllegalArgumentException if there are no ids or a number is not positive
   */
  public SequenceBatches(int[] ids, int startId, TextCut cut, int size, int window) {
    if (ids.length == 0) {
      throw new IllegalArgumentException("a text of 0 tokens cannot be cut; give at least 1");
    }
    if (size < 1 || window < 1) {
      throw new IllegalArgumentException(
          "batch and window must be 1 or more, not " + size + " and " + window);
    }
    this.ids = ids;
    this.startId = startId;
    this.window = window;
    starts = starts(ids, startId, cut);
    int sequences = starts.length - 1;
    this.size = cut == TextCut.WHOLE ? sequences : Math.min(size, sequences);
    order = new int[sequences];
    groups = new int[Math.ceilDiv(sequences, this.size)];
    firstBatch = new int[groups.length + 1];
    Arrays.setAll(order, i -> i);
    Arrays.setAll(groups, g -> g);
    sort();
    countBatches();
    int most = 0;
    for (int g = 0; g < groups.length; g++) {
      most = Math.max(most, rows(g, 0)); // no later window has more
    }
    maxRows = most;
  }

  private static int[] starts(int[] ids, int startId, TextCut cut) {
    int[] starts = new int[ids.length + 1];
    int count = 1;
    for (int n = 0; n + 1 < ids.length; n++) {
      if (cut.endsAfter(ids, n, startId)) {
        starts[count++] = n + 1;
      }
    }
    starts[count++] = ids.length;
    return Arrays.copyOf(starts, count);
  }

  @Override
  public void arrange(long key) {
    RandomSource random = new RandomSource(key);
    Arrays.setAll(order, i -> i);
    Arrays.setAll(groups, g -> g);
    shuffle(order, random);
    sort();
    shuffle(groups, random);
    countBatches();
  }

  private static void shuffle(int[] values, RandomSource random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = values[i];
      values[i] = values[j];
      values[j] = moved;
    }
  }

  /** Stable, so that equally long sequences stay shuffled. */
  private void sort() {
    if (size == 1) {
      return;
    }
    long[] keys = new long[order.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) (ids.length - length(order[i])) << Integer.SIZE | i;
    }
    Arrays.sort(keys);
    int[] before = order.clone();
    Arrays.setAll(order, i -> before[(int) keys[i]]);
  }

  private void countBatches() {
    for (int i = 0; i < groups.length; i++) {
      int longest = length(order[groups[i] * size]);
      firstBatch[i + 1] = firstBatch[i] + Math.ceilDiv(longest, window);
    }
  }

  private int length(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  @Override
  public int count() {
    return firstBatch[groups.length];
  }

  /** {@return how many sequences the text has} */
  public int total() {
    return order.length;
  }

  /** {@return the length of the longest sequence} */
  public int longest() {
    int longest = 0;
    for (int s = 0; s < order.length; s++) {
      longest = Math.max(longest, length(s));
    }
    return longest;
  }

  @Override
  public int targetCount(int index) {
    int place = place(index);
    return rows(groups[place], firstStep(index, place));
  }

  private int rows(int group, int firstStep) {
    int rows = 0;
    for (int b = 0; b < members(group); b++) {
      rows += steps(group, b, firstStep);
    }
    return rows;
  }

  private int members(int group) {
    return Math.min(size, order.length - group * size);
  }

  /** How many steps a window has of a sequence. */
  private int steps(int group, int b, int firstStep) {
    return Math.clamp(length(order[group * size + b]) - firstStep, 0, window);
  }

  @Override
  public SequenceBatch shape(int index) {
    int place = place(index);
    int group = groups[place];
    int[] lengths = new int[size];
    for (int b = 0; b < members(group); b++) {
      lengths[b] = steps(group, b, firstStep(index, place));
    }
    return SequenceBatch.of(lengths);
  }

  @Override
  public boolean begins(int index) {
    return firstStep(index, place(index)) == 0;
  }

  @Override
  public int sequences(int index) {
    return members(groups[place(index)]);
  }

  @Override
  public int streams() {
    return size;
  }

  @Override
  public int maxRows() {
    return maxRows;
  }

  @Override
  public void fill(int index, int[] inputs, int[] targets) {
    SequenceBatch shape = shape(index);
    if (inputs.length < shape.rows() || targets.length < shape.rows()) {
      throw new IllegalArgumentException(
          "batch %d needs arrays of %d, not %d and %d"
              .formatted(index, shape.rows(), inputs.length, targets.length));
    }
    int place = place(index);
    int first = firstStep(index, place);
    for (int b = 0; b < members(groups[place]); b++) {
      int start = starts[order[groups[place] * size + b]];
      for (int t = 0; t < shape.length(b); t++) {
        int n = start + first + t;
        inputs[shape.row(t, b)] = n == start ? startId : ids[n - 1];
        targets[shape.row(t, b)] = ids[n];
      }
    }
  }

  @Override
  public int position(int index, int t, int b) {
    int place = place(index);
    return starts[order[groups[place] * size + b]] + firstStep(index, place) + t;
  }

  /** Which of the groups a batch is of. */
  private int place(int index) {
    Objects.checkIndex(index, count());
    int found = Arrays.binarySearch(firstBatch, index);
    return found >= 0 ? found : -found - 2;
  }

  private int firstStep(int index, int place) {
    return (index - firstBatch[place]) * window;
  }
}
