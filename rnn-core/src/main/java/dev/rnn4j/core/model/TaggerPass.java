package dev.rnn4j.core.model;

import dev.rnn4j.core.head.TaggingPass;
import dev.rnn4j.core.kernel.DropoutMask;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.CharacterFeatures;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a tagger over batches of sentences. What it computes of a sentence
 * is to the bit what the sentence would give alone.
 */
public final class TaggerPass implements ExamplePass<TaggedSentence> {
  /** The word that stands for unknown ones. */
  static final int UNKNOWN = 0;

  /** What is random in a training step, each with a key of its own. */
  private static final int WORDS = 0;

  private static final int INPUT = 1;
  private static final int STACK = 2;

  private final TaggerNetwork network;
  private final Kernels kernels;
  private final @Nullable Parameters gradients;
  private final int[] thresholds;
  private final CharacterFeatures.@Nullable Pass characters;
  private Buffers buffers;
  private Views views;
  private SequenceOrder order = SequenceOrder.of(0);
  private Spellings spellings = Spellings.of(List.of(), SequenceBatch.of(0));

  /**
   * A pass for use and evaluation.
   *
   * @param network the network
   */
  public TaggerPass(TaggerNetwork network) {
    this(network, null, new float[0]);
  }

  /**
   * A pass for training, or one without a backward pass.
   *
   * @param network the network
   * @param gradients receive the gradients of the parameters, in their layout; null for a pass
   *     without a backward pass
   * @param unknown probability with which a word is taken for an unknown one in training, for each
   *     word; those beyond the end are never
   * @throws IllegalStateException if there are gradients, and the network is not trainable
   * @throws IllegalArgumentException if a probability is not at least 0 and below 1
   */
  public TaggerPass(TaggerNetwork network, @Nullable Parameters gradients, float[] unknown) {
    network.requireTrainableFor(gradients);
    this.network = network;
    this.gradients = gradients;
    kernels = network.kernels();
    thresholds = new int[network.config().words()];
    for (int word = 0; word < Math.min(unknown.length, thresholds.length); word++) {
      thresholds[word] = DropoutMask.threshold(unknown[word]);
    }
    characters = network.characters == null ? null : network.characters.newPass(gradients);
    buffers = new Buffers(network, 1, 1, gradients);
    views = new Views(buffers, network.config().wordSize(), 0, 0);
  }

  /** For batches of up to so many words and sentences. */
  private static final class Buffers {
    final int maxRows;
    final int maxBatch;
    final StackPass stack;
    final TaggingPass head;
    final int[] words;
    final int[] kept;
    final int[] targets;
    final int[] tags;
    final double[] probabilities;
    final Matrix x;
    final Matrix dx;
    final Matrix spelled;
    final Matrix dSpelled;

    Buffers(TaggerNetwork network, int maxRows, int maxBatch, @Nullable Parameters gradients) {
      this.maxRows = maxRows;
      this.maxBatch = maxBatch;
      int width = network.config().stack().inputSize();
      stack = network.stack.newPass(maxRows, maxBatch, gradients);
      head = network.head.newPass(maxRows, gradients);
      words = new int[maxRows];
      kept = new int[maxRows];
      targets = new int[maxRows];
      tags = new int[maxRows];
      probabilities = new double[maxRows];
      x = Matrix.zeros(maxRows, width);
      dx = Matrix.zeros(gradients == null ? 0 : maxRows, width);
      spelled = Matrix.zeros(maxRows, width - network.config().wordSize());
      dSpelled = Matrix.zeros(dx.rows(), spelled.cols());
    }
  }

  /** The parts of the buffers that a batch uses: its words, and the distinct ones of them. */
  private static final class Views {
    final DenseInput input;
    final Matrix x;
    final Matrix words;
    final Matrix characters;
    final Matrix spelled;
    final Matrix dx;
    final Matrix dWords;
    final Matrix dCharacters;
    final Matrix dSpelled;

    Views(Buffers from, int wordSize, int rows, int distinct) {
      x = from.x.rowRange(0, rows);
      words = x.columnRange(0, wordSize);
      characters = x.columnRange(wordSize, x.cols());
      spelled = from.spelled.rowRange(0, distinct);
      boolean training = from.dx.rows() > 0;
      dx = from.dx.rowRange(0, training ? rows : 0);
      dWords = dx.columnRange(0, wordSize);
      dCharacters = dx.columnRange(wordSize, dx.cols());
      dSpelled = from.dSpelled.rowRange(0, training ? distinct : 0);
      input = new DenseInput(x, training ? dx : null);
    }
  }

  /**
   * Sets the batch.
   *
   * @param examples one or more, in any order, of any lengths
   * @throws IndexOutOfBoundsException if one has a word, a character or a tag that the network does
   *     not have
   */
  @Override
  public void begin(List<TaggedSentence> examples) {
    order = SequenceOrder.of(examples.stream().mapToInt(TaggedSentence::length).toArray());
    SequenceBatch batch = order.batch();
    if (batch.rows() > buffers.maxRows || batch.batch() > buffers.maxBatch) {
      buffers =
          new Buffers(
              network,
              Capacity.grown(buffers.maxRows, batch.rows()),
              Capacity.grown(buffers.maxBatch, batch.batch()),
              gradients);
    }
    List<TaggedSentence> ordered = new ArrayList<>();
    for (int b = 0; b < batch.batch(); b++) {
      ordered.add(examples.get(order.given(b)));
      take(ordered.getLast(), b);
    }
    network.words.check(buffers.words, batch.rows());
    int distinct = 0;
    if (characters != null) {
      spellings = Spellings.of(ordered, batch);
      characters.begin(spellings.words(), spellings.characters());
      distinct = spellings.words().batch();
    }
    views = new Views(buffers, network.config().wordSize(), batch.rows(), distinct);
    buffers.stack.begin(batch);
    buffers.head.shape(batch);
  }

  private void take(TaggedSentence sentence, int b) {
    int tags = network.config().tags();
    for (int t = 0; t < sentence.length(); t++) {
      int row = order.batch().row(t, b);
      int tag = sentence.tags().length == 0 ? 0 : sentence.tags()[t];
      if (tag < 0 || tag >= tags) {
        throw new IndexOutOfBoundsException(
            "there is no tag " + tag + "; the tags are 0 to " + (tags - 1));
      }
      buffers.targets[row] = tag;
      buffers.words[row] = sentence.words()[t];
    }
  }

  @Override
  public void evaluate(Worker w) {
    forward(w);
    buffers.head.loss(w, buffers.targets);
  }

  /**
   * Forward pass without dropout, and the most probable tags; needs none in the examples.
   *
   * @param w whose share to compute
   */
  public void predict(Worker w) {
    forward(w);
    buffers.head.decode(w, buffers.tags, buffers.probabilities);
  }

  /** Of each sentence in the order given, the mean of what its words gave without dropout. */
  List<float[]> means(Worker w) {
    forward(w);
    return SentenceVectors.means(w, buffers.stack, order);
  }

  private void forward(Worker w) {
    read(w, buffers.words);
    buffers.stack.forward(w, views.input);
    buffers.head.forward(w, buffers.stack.output());
  }

  /** Both vectors of every word, side by side. */
  private void read(Worker w, int[] words) {
    network.words.forward(w, words, views.words);
    if (characters != null) {
      characters.forward(w, views.spelled);
      kernels.gatherRows(w, views.spelled, spellings.slots(), views.characters);
      w.barrier();
    }
  }

  @Override
  public void compute(Worker w, float scale, long key) {
    Parameters into = gradients;
    if (into == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    Buffers at = buffers;
    long inputKey = RandomSource.derive(key, INPUT);
    long stackKey = RandomSource.derive(key, STACK);
    forget(w, RandomSource.derive(key, WORDS));
    read(w, at.kept);
    drop(w, views.x, inputKey);
    at.stack.forwardTraining(w, views.input, stackKey);
    Matrix output = at.stack.output();
    at.head.forward(w, output);
    at.head.backward(w, output, at.targets, scale, at.stack.outputGradient());
    at.stack.backward(w, views.input, stackKey);
    drop(w, views.dx, inputKey);
    Matrix table = into.matrix(TaggerConfig.WORDS);
    clear(w, table);
    clear(w, views.dSpelled);
    w.barrier();
    network.words.backward(w, at.kept, views.dWords, table);
    if (characters != null) {
      kernels.scatterAddRows(w, views.dCharacters, spellings.slots(), views.dSpelled);
      w.barrier();
      characters.backward(w, views.dSpelled);
    }
  }

  /** Takes some words for unknown ones. */
  private void forget(Worker w, long key) {
    int rows = order.batch().rows();
    for (int r = w.from(rows, 1); r < w.to(rows, 1); r++) {
      int word = buffers.words[r];
      buffers.kept[r] = DropoutMask.keeps(r, key, thresholds[word]) ? word : UNKNOWN;
    }
    w.barrier();
  }

  private void drop(Worker w, Matrix m, long key) {
    float p = network.config().dropout();
    if (p > 0) {
      kernels.dropout(w, m, m, p, key);
      w.barrier();
    }
  }

  private static void clear(Worker w, Matrix m) {
    for (int r = w.from(m.rows(), 1); r < w.to(m.rows(), 1); r++) {
      Arrays.fill(m.data(), m.index(r, 0), m.index(r, 0) + m.cols(), 0f);
    }
  }

  @Override
  public double totalLoss() {
    return buffers.head.totalLoss();
  }

  /** Reads the tag of a word of the batch, and its probability. */
  interface TagReader {
    /** Takes one. */
    void read(int sentence, int word, int tag, double probability);
  }

  /** Reads what {@link #predict} found, of each sentence from its first word to its last. */
  void forEachTag(TagReader reader) {
    SequenceBatch batch = order.batch();
    for (int b = 0; b < batch.batch(); b++) {
      for (int t = 0; t < batch.length(b); t++) {
        int row = batch.row(t, b);
        reader.read(order.given(b), t, buffers.tags[row], buffers.probabilities[row]);
      }
    }
  }
}
