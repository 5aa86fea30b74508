package dev.rnn4j.train.data;

import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Objects;

/**
 * Cuts a text of N tokens into B contiguous streams and these into windows of T steps, for
 * truncated back-propagation through time: the state after a window carries over to the next one.
 * All N tokens are targets exactly once; the input of a token is its predecessor in the text, also
 * across the start of a stream, and the start id for the very first. So nothing is dropped, and a
 * corpus has the same number of targets whatever the batch and window.
 *
 * <p>Lengths of streams differ by at most one, the first N mod B are the longer ones. Where a
 * stream has ended, the target is {@link #NO_TARGET} and the input the start id; that happens in
 * the last step only. Filling a window allocates nothing. Immutable and safe to share.
 */
public final class StreamBatches implements TextBatches {
  /** Target of a step that is padding. */
  public static final int NO_TARGET = -1;

  private final int[] ids;
  private final int startId;
  private final int requestedStreams;
  private final int streams;
  private final int window;
  private final int shortLength;
  private final int longStreams;
  private final SequenceBatch full;
  private final SequenceBatch last;

  /**
   * Streams over a corpus.
   *
   * @param corpus the text, at least one token
   * @param streams how many streams to run side by side, B
   * @param window how many steps a window has, T
   * @throws IllegalArgumentException if the corpus is empty or a number is not positive
   */
  public StreamBatches(Corpus corpus, int streams, int window) {
    this(corpus.ids(), corpus.vocabulary().startId(), streams, window);
  }

  /**
   * Streams over token ids.
   *
   * @param ids the text, at least one token; shared, must not change
   * @param startId the input of the very first token
   * @param streams how many streams to run side by side, B
   * @param window how many steps a window has, T
   * @throws IllegalArgumentException if there are no ids or a number is not positive
   */
  public StreamBatches(int[] ids, int startId, int streams, int window) {
    if (ids.length == 0) {
      throw new IllegalArgumentException("a text of 0 tokens cannot be cut; give at least 1");
    }
    if (streams < 1 || window < 1) {
      throw new IllegalArgumentException(
          "batch and window must be 1 or more, not " + streams + " and " + window);
    }
    this.ids = ids;
    this.startId = startId;
    this.requestedStreams = streams;
    this.streams = Math.min(streams, ids.length);
    this.window = window;
    this.shortLength = ids.length / this.streams;
    this.longStreams = ids.length % this.streams;
    full = SequenceBatch.full(steps(0), this.streams);
    last = SequenceBatch.full(steps(windows() - 1), this.streams);
  }

  /**
   * {@return the batch size B of every window: the number of streams asked for, or of tokens if
   * that is smaller}
   */
  @Override
  public int streams() {
    return streams;
  }

  /** {@return whether the text is too short for the number of streams asked for} */
  public boolean fewerStreamsThanRequested() {
    return streams < requestedStreams;
  }

  /** {@return the most steps of any window, T} */
  public int window() {
    return window;
  }

  /** {@return how many targets all windows have together: N, the number of tokens} */
  public int targets() {
    return ids.length;
  }

  /** {@return how many windows there are, at least 1} */
  public int windows() {
    return (int) ((longestStream() + (window - 1L)) / window);
  }

  /**
   * How many steps a window has.
   *
   * @param index which window
   * @return {@link #window()}, or less for the last one
   * @throws IndexOutOfBoundsException if there is no such window
   */
  public int steps(int index) {
    return Math.min(window, longestStream() - firstStep(index));
  }

  /**
   * How many targets a window has; the rest of its steps * streams entries is padding.
   *
   * @param index which window
   * @return the number of tokens it predicts
   * @throws IndexOutOfBoundsException if there is no such window
   */
  @Override
  public int targetCount(int index) {
    int first = firstStep(index);
    int end = first + steps(index);
    boolean padded = end > shortLength;
    return padded ? (end - first - 1) * streams + longStreams : (end - first) * streams;
  }

  /**
   * Writes a window, time-major: step t of stream b goes to index t * B + b. Entries from steps * B
   * on are left as they are.
   *
   * @param index which window
   * @param inputs gets the input ids, at least steps * B long
   * @param targets gets the target ids or {@link #NO_TARGET}, at least steps * B long
   * @throws IndexOutOfBoundsException if there is no such window
   * @throws IllegalArgumentException if an array is too short
   */
  @Override
  public void fill(int index, int[] inputs, int[] targets) {
    int first = firstStep(index);
    int steps = steps(index);
    long needed = (long) steps * streams;
    if (inputs.length < needed || targets.length < needed) {
      throw new IllegalArgumentException(
          "window %d has %d steps of %d streams and needs arrays of %d, not %d and %d"
              .formatted(index, steps, streams, needed, inputs.length, targets.length));
    }
    for (int b = 0; b < streams; b++) {
      fillStream(b, first, steps, inputs, targets);
    }
  }

  @Override
  public int count() {
    return windows();
  }

  @Override
  public SequenceBatch shape(int index) {
    return Objects.checkIndex(index, windows()) == windows() - 1 ? last : full;
  }

  @Override
  public boolean begins(int index) {
    return index == 0;
  }

  @Override
  public int sequences(int index) {
    return streams;
  }

  @Override
  public int maxRows() {
    return full.rows();
  }

  @Override
  public int position(int index, int t, int b) {
    int step = firstStep(index) + t;
    return step < length(b) ? start(b) + step : -1;
  }

  private int start(int b) {
    return b * shortLength + Math.min(b, longStreams);
  }

  private int length(int b) {
    return b < longStreams ? shortLength + 1 : shortLength;
  }

  private void fillStream(int b, int first, int steps, int[] inputs, int[] targets) {
    int start = start(b);
    int length = length(b);
    for (int t = 0; t < steps; t++) {
      int n = start + first + t;
      boolean inside = first + t < length;
      inputs[t * streams + b] = inside && n > 0 ? ids[n - 1] : startId;
      targets[t * streams + b] = inside ? ids[n] : NO_TARGET;
    }
  }

  private int firstStep(int index) {
    return Objects.checkIndex(index, windows()) * window;
  }

  private int longestStream() {
    return longStreams > 0 ? shortLength + 1 : shortLength;
  }
}
