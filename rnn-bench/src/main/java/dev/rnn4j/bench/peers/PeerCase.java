package dev.rnn4j.bench.peers;

/** One thing every engine is asked to compute. */
public sealed interface PeerCase {
  /** Name in the table and on the wire, without spaces, such as {@code NN-20x800x200}. */
  String id();

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
    public String id() {
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
    public String id() {
      return cell + "-" + t + "," + b + "," + i + "," + h;
    }
  }

  /**
   * One training step of an LSTM language model: embedding (V, H), layers of H, decoder (V, H) with
   * bias; mean cross-entropy over T·B tokens, back-propagation, clipping of the global norm at 5,
   * SGD. The state is carried from window to window. No dropout.
   */
  record Training(String name, int v, int layers, int h, int b, int t, float rate)
      implements PeerCase {
    @Override
    public String id() {
      return "training-" + name;
    }
  }

  /** The same model read one token at a time at B = 1, logits out, state kept. */
  record Stream(int v, int layers, int h) implements PeerCase {
    @Override
    public String id() {
      return "step-" + layers + "x" + h + "-V" + v;
    }
  }
}
