package dev.rnn4j.simd;

import jdk.incubator.vector.VectorShape;

/**
 * The one table of tuned numbers, as constants of the compiler: what each means and why it is what
 * it is stands here, and a {@link Row} holds those of one kind of processor. Apart from {@link
 * VectorConstants}, so that reading them does not load the Vector API.
 */
final class Blocking {
  /**
   * The numbers of one kind of processor. What was not measured on it is that of the others.
   *
   * @param mr {@link #MR}
   * @param kc {@link #KC}
   * @param mc {@link #MC}
   * @param rowsToSplit {@link #ROWS_TO_SPLIT}
   * @param rowsToOwn {@link #ROWS_TO_OWN}
   * @param unitsToShare {@link #UNITS_TO_SHARE}
   * @param outerKc {@link #OUTER_KC}
   * @param outerMc {@link #OUTER_MC}
   * @param outerNc {@link #OUTER_NC}
   */
  private record Row(
      int mr,
      int kc,
      int mc,
      int rowsToSplit,
      int rowsToOwn,
      int unitsToShare,
      int outerKc,
      int outerMc,
      int outerNc) {
    /** 16 registers, of 128 or 256 bits; measured on AMD Zen 4 with 256. */
    static final Row REGISTERS_16 = new Row(4, 256, 96, 64, 10, 256, 704, 192, 512);

    /** 32 registers, which come with vectors of 512 bits; measured on AMD Zen 4. */
    static final Row REGISTERS_32 = new Row(8, 1024, 48, 64, 10, 256, 704, 192, 512);
  }

  /** The shape of all vectors: the one asked for, or the one this machine prefers. */
  static final VectorShape SHAPE = shape();

  /** Floats in a vector. */
  static final int LANES = SHAPE.vectorBitSize() / Float.SIZE;

  private static final Row ROW = LANES >= 16 ? Row.REGISTERS_32 : Row.REGISTERS_16;

  /** Floats in a cache line. */
  static final int LINE = 16;

  /**
   * Columns of a register tile and of a packed panel: two vectors. A tile then has 2 {@link #MR}
   * accumulators; 8 hide the latency of an FMA (4 cycles, 2 a cycle).
   */
  static final int NR = 2 * LANES;

  /**
   * Most rows of a register tile. Of 16 registers 4 rows take 8 accumulators, 2 vectors of B and,
   * as the compiler likes to load all of A before it uses the first, 4 of A. With 6 rows that is
   * 20, and in the middle of a training step (though not in a loop of nothing but products) it kept
   * 4 accumulators in memory, at 45% of the speed. Of 32 registers 8 rows take 26; against 6 rows
   * every panel is read a quarter less often, which is worth 2 to 6%.
   */
  static final int MR = ROW.mr;

  /** Panels that a single row passes through at once: 8 accumulators. */
  static final int STREAM1 = 4;

  /** Panels that a pair of rows passes through at once: 8 accumulators. */
  static final int STREAM2 = 2;

  /**
   * With so few rows it is faster to read pairs of bfloat16 for each than to expand them for all.
   */
  static final int PAIR_ROWS_TO_STREAM = 8;

  /**
   * Length of a chain of FMAs before it goes to memory. At 256 bits a panel's block of KC x NR
   * floats then takes 16 KiB, half of L1, and stays there while the rows of A go by. At 512 bits
   * the tiles are taller and may read it from L2 instead; then what counts is how often C passes:
   * 1024 against 256 was worth 7 to 15% where weights do not fit L2.
   */
  static final int KC = ROW.kc;

  /**
   * Distance of rows in a strip of A: a constant, so that a tile needs one index register for all
   * its rows; and not a power of two, so that rows do not compete for the same lines of L1.
   */
  static final int LDA = KC + LINE;

  /**
   * Rows of A that go by a panel in one sweep: MC x LDA floats, 102 or 200 KiB, stay in L2, where
   * the panels and the rows of C pass as well, and perhaps a second thread of the core.
   */
  static final int MC = ROW.mc;

  /** From so many rows on, and only then, workers may share rows out instead of columns. */
  static final int ROWS_TO_SPLIT = ROW.rowsToSplit;

  /** Streams of a worker that make tiles tall enough: 10 are two of 5 rows. */
  static final int ROWS_TO_OWN = ROW.rowsToOwn;

  /** Layers whose weights every worker may read: of 256 units those of an LSTM take 1 MiB. */
  static final int UNITS_TO_SHARE = ROW.unitsToShare;

  /**
   * Aᵀ · B cuts its sums at so many rows: a window of T x B = 700 then passes C once. The strip of
   * A, OUTER_KC x OUTER_MC floats, takes 530 KiB of L2.
   */
  static final int OUTER_KC = ROW.outerKc;

  /** Columns of A packed at a time: of a wide A whole lines are read, and few of its pages. */
  static final int OUTER_MC = ROW.outerMc;

  /** Distance of steps in that strip: again no power of two, and an odd number of lines. */
  static final int OUTER_LDA = OUTER_MC + LINE;

  /** Columns of B packed at a time: OUTER_KC x OUTER_NC floats take 1.4 MiB of L3. */
  static final int OUTER_NC = ROW.outerNc;

  /**
   * Floats of a row of a softmax that are done at a time: they stay in L1 between exponential and
   * sum, and a lane sums no more than 128 of them, at 256 bits, before a double takes over.
   */
  static final int CHUNK = 1024;

  /** Updates are cut at multiples of this, so that only the last range has a tail. */
  static final int UPDATE_GRANULE = 64;

  private Blocking() {}

  private static VectorShape shape() {
    return switch (VectorBits.requested()) {
      case 128 -> VectorShape.S_128_BIT;
      case 256 -> VectorShape.S_256_BIT;
      case 512 -> VectorShape.S_512_BIT;
      default -> VectorShape.preferredShape();
    };
  }

  /** Rounds down to whole vectors. */
  static int wholeVectors(int n) {
    return n & -LANES;
  }
}
