package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.Row;
import dev.rnn4j.core.random.RandomSource;
import java.util.Arrays;
import java.util.Locale;

/** One thing every engine is asked to compute. */
public sealed interface PeerCase extends Row {
  /** The most fused multiply-adds the cores can do: the yardstick, which only ours computes. */
  record Peak() implements PeerCase {
    @Override
    public String name() {
      return PEAK;
    }
  }

  /**
   * The most bytes the cores can read: another yardstick.
   *
   * @param name says how many there are
   * @param floats that a core reads in a pass
   * @param passes of one run
   * @param shared whether all cores share them, or each has as many of its own
   */
  record Reads(String name, int floats, int passes, boolean shared) implements PeerCase {
    /** What the caches of a core hold, but not the first of them. */
    static final Reads CACHED = new Reads(Row.CACHE, 1 << 17, 16, false);

    /** What no cache holds. */
    static final Reads UNCACHED = new Reads(Row.MEMORY, 1 << 26, 1, true);
  }

  /** {@return what an engine prepares for it} */
  default PeerCase prepared() {
    return this;
  }

  @Override
  default Work work() {
    return PeerCases.work(this);
  }

  /**
   * A single-precision matrix product C (M, N) = op(A) · op(B), row-major.
   *
   * @param kind NN: A (M, K), B (K, N). NT: B (N, K). TN: A (K, M).
   */
  record Product(Kind kind, int m, int n, int k) implements PeerCase {
    /** Which side is transposed. */
    public enum Kind {
      NN,
      NT,
      TN
    }

    /** Whether A is stored as (K, M). */
    public boolean transposedA() {
      return kind == Kind.TN;
    }

    /** Whether B is stored as (N, K). */
    public boolean transposedB() {
      return kind == Kind.NT;
    }

    /** Row stride of A as it is stored. */
    public int lda() {
      return transposedA() ? m : k;
    }

    /** Row stride of B as it is stored. */
    public int ldb() {
      return transposedB() ? k : n;
    }

    @Override
    public String name() {
      return kind + "-" + m + "x" + n + "x" + k;
    }
  }

  /**
   * One recurrent layer over a whole sequence, forward, from the zero state. Weights as PyTorch has
   * them: w_ih (G·H, I), w_hh (G·H, H), b_ih, b_hh (G·H), gates i f g o or r z n. Input (T, B, I),
   * output h of every step (T, B, H).
   */
  record Layer(Cell cell, int t, int b, int i, int h) implements PeerCase {
    /** Kinds of cell. */
    public enum Cell {
      LSTM(4),
      GRU(3),
      RNN_TANH(1);

      private final int gates;

      Cell(int gates) {
        this.gates = gates;
      }

      /** Number of pre-activations of a unit. */
      public int gates() {
        return gates;
      }
    }

    @Override
    public String name() {
      return cell + "-" + t + "," + b + "," + i + "," + h;
    }
  }

  /**
   * One training step of an LSTM language model: embedding (V, H), layers of H, decoder (V, H) with
   * bias; mean cross-entropy over T·B tokens, back-propagation, clipping of the global norm at 5,
   * SGD. The state is carried from window to window. No dropout.
   */
  record Training(String label, int v, int layers, int h, int b, int t, float rate)
      implements PeerCase {
    @Override
    public String name() {
      return "training-" + label;
    }
  }

  /** The same model read one token at a time at B = 1, logits out, state kept. */
  record Stream(int v, int layers, int h) implements PeerCase {
    @Override
    public String name() {
      return "step-" + layers + "x" + h + "-V" + v;
    }
  }

  /**
   * One LSTM layer over B sequences of different lengths, or all of the longest, from the zero
   * state; I = H. Inputs, outputs and gradients are packed: of step t the rows of the sequences
   * that still run, longest first.
   *
   * @param form how an engine that has several ways is to do it
   * @param gradient whether the backward pass follows, from given gradients of the outputs to those
   *     of the input and the four parameters
   * @param b number of sequences
   * @param longest steps of the longest
   * @param h units, and inputs
   */
  record Ragged(Form form, boolean gradient, int b, int longest, int h) implements PeerCase {
    /** What the lengths are, and what is done about them. */
    public enum Form {
      /** Spread over 1 to the longest; packed, as PyTorch's PackedSequence is. */
      PACKED,
      /** The same, filled up with zeros to the longest. */
      PADDED,
      /** All as long as the longest. */
      FULL
    }

    /** {@return of each sequence, in descending order} */
    public int[] lengths() {
      int[] lengths = new int[b];
      for (int i = 0; i < b; i++) {
        int shorter = form == Form.FULL ? 0 : Math.round((longest - 1f) * i / (b - 1f));
        lengths[i] = longest - shorter;
      }
      return lengths;
    }

    /** {@return how many sequences run at each step} */
    public int[] active() {
      int[] active = new int[longest];
      for (int length : lengths()) {
        for (int t = 0; t < length; t++) {
          active[t]++;
        }
      }
      return active;
    }

    /** {@return the sum of the lengths} */
    public int rows() {
      return Arrays.stream(lengths()).sum();
    }

    /** {@return its weights and nothing else, as a layer over the same number of rows} */
    public Layer layer() {
      return new Layer(Layer.Cell.LSTM, 1, rows(), h, h);
    }

    @Override
    public String name() {
      String what = form.name().toLowerCase(Locale.ROOT) + (gradient ? "-gradient-" : "-forward-");
      return "ragged-" + what + b + "x" + longest + "," + h;
    }
  }

  /**
   * A stack of PyTorch's nn.RNN, nn.LSTM or nn.GRU, forward and backward; what its outputs and
   * gradients are is compared, not how long it takes. The seed says its sizes, too, which are odd
   * ones for vectors.
   *
   * @param layers on top of each other
   * @param both whether each has two directions, whose outputs are concatenated
   * @param ragged whether the sequences are of different lengths, as in a PackedSequence
   */
  record Stack(Network network, int layers, boolean both, boolean ragged, long seed)
      implements PeerCase {
    private static final int MOST_UNITS = 70;
    private static final int MOST_SEQUENCES = 9;
    private static final int MOST_STEPS = 40;

    /** Kinds of cell. */
    public enum Network {
      RNN_TANH(1),
      RNN_RELU(1),
      LSTM(4),
      LSTM_PROJECTED(4),
      GRU(3);

      private final int gates;

      Network(int gates) {
        this.gates = gates;
      }

      /** {@return number of pre-activations of a unit} */
      public int gates() {
        return gates;
      }

      /** {@return whether it is an LSTM, which has a state c beside its output h} */
      public boolean hasCellState() {
        return gates == LSTM.gates;
      }
    }

    /** {@return 1 or 2} */
    public int directions() {
      return both ? 2 : 1;
    }

    /** {@return inputs of the first layer} */
    public int inputs() {
      return drawn("inputs", 1, MOST_UNITS);
    }

    /** {@return units of each layer and direction} */
    public int hidden() {
      return drawn("hidden", 2, MOST_UNITS);
    }

    /** {@return numbers that each layer and direction puts out: the units, or fewer} */
    public int outputs() {
      return network == Network.LSTM_PROJECTED ? drawn("outputs", 1, hidden() - 1) : hidden();
    }

    /** {@return of each sequence, in descending order} */
    public int[] lengths() {
      int[] shorter = new int[drawn("sequences", 2, MOST_SEQUENCES)];
      for (int i = 0; i < shorter.length; i++) {
        shorter[i] = ragged ? -drawn("length" + i, 1, MOST_STEPS) : -MOST_STEPS;
      }
      Arrays.sort(shorter);
      return Arrays.stream(shorter).map(length -> -length).toArray();
    }

    private int drawn(String what, int least, int most) {
      long key = RandomSource.derive(seed, (what + network + layers + both + ragged).hashCode());
      return least + new RandomSource(key).nextInt(most - least + 1);
    }

    @Override
    public String name() {
      String word = network.name().toLowerCase(Locale.ROOT).replace('_', '-');
      String shape = (both ? "-both" : "-forward") + (ragged ? "-ragged" : "-full");
      return word + "-" + layers + shape + "-seed" + seed;
    }
  }

  /** From the start of a process to the first logits of a model read from its file. */
  record Startup(Stream model) implements PeerCase {
    @Override
    public PeerCase prepared() {
      return model;
    }

    @Override
    public String name() {
      return "startup-" + model.name();
    }
  }

  /** From the first step to 90% of the speed it will have. */
  record WarmUp(Training training) implements PeerCase {
    @Override
    public PeerCase prepared() {
      return training;
    }

    @Override
    public String name() {
      return "warmup-" + training.name();
    }
  }
}
