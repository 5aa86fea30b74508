package dev.rnn4j.simd;

import jdk.incubator.vector.VectorShape;

/**
 * The one table of tuned numbers, as constants of the compiler: what each means and why it is what
 * it is stands here, and a {@link BlockingRow} holds those of one kind of processor. Apart from
 * {@link VectorConstants}, so that reading them does not load the Vector API.
 */
final class Blocking {
  /** The shape of all vectors: the one asked for, or the one this machine prefers. */
  static final VectorShape SHAPE = shape();

  /** Floats in a vector. */
  static final int LANES = SHAPE.vectorBitSize() / Float.SIZE;

  static final BlockingRow ROW = BlockingRow.forLanes(LANES);

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
  static final int MR = ROW.mr();

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
   * floats then takes 32 KiB, about L1; at 512 bits the tiles are taller and may read it from L2
   * instead. Then what counts is how often C passes: 512 against 256 was worth 4% at 256 bits, 1024
   * against 256 7 to 15% at 512 bits where weights do not fit L2.
   */
  static final int KC = ROW.kc();

  /**
   * Distance of rows in a strip of A: a constant, so that a tile needs one index register for all
   * its rows; and not a power of two, so that rows do not compete for the same lines of L1.
   */
  static final int LDA = KC + LINE;

  /**
   * Rows of A that go by a panel in one sweep: MC x LDA floats, 200 or 800 KiB, stay in L2, where
   * the panels and the rows of C pass as well, and perhaps a second thread of the core. The more
   * they are, the less often B passes, which counts where it comes from a slow L3.
   */
  static final int MC = ROW.mc();

  /**
   * Products of so many columns pack their A, so that tiles read it in order. That is worth 12% of
   * a product on Intel's cores, 3% on AMD's at 256 bits and nothing at 512; it costs about a cycle
   * for each float of A, which serves once for every column.
   */
  static final int PACK_FROM = ROW.packFrom();

  /** From so many rows on, and only then, workers may share rows out instead of columns. */
  static final int ROWS_TO_SPLIT = 64;

  /** Streams of a worker that make tiles tall enough: 10 are two of 5 rows. */
  static final int ROWS_TO_OWN = 10;

  /** Layers whose weights every worker may read: of 256 units those of an LSTM take 1 MiB. */
  static final int UNITS_TO_SHARE = 256;

  /**
   * Aᵀ · B cuts its sums at so many rows: a window of T x B = 700 then passes C once. The strip of
   * A, OUTER_KC x OUTER_MC floats, takes up to 720 KiB of L2.
   */
  static final int OUTER_KC = ROW.outerKc();

  /**
   * Columns of A copied at a time: of a wide A whole lines are read, and few of its pages; all of a
   * layer of 256 units are copied once for all of C's columns.
   */
  static final int OUTER_MC = ROW.outerMc();

  /** Distance of steps in that strip where it is not packed: again no power of two. */
  static final int OUTER_LDA = OUTER_MC + LINE;

  /**
   * Whether A is packed there, too. At 256 bits that is worth 8 to 28% of such a product; at 512
   * bits nothing on AMD Zen 4, where it costs up to 5% if C has few columns.
   */
  static final boolean PACK_OUTER = ROW.packOuter();

  /** Columns of B packed at a time: OUTER_KC x OUTER_NC floats take 1.4 MiB of L3. */
  static final int OUTER_NC = ROW.outerNc();

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
