package dev.rnn4j.simd;

import jdk.incubator.vector.VectorShape;

/**
 * Tuned numbers, each with its reason, as constants of the compiler. Apart from {@link
 * VectorConstants}, so that reading them does not load the Vector API.
 */
final class Blocking {
  /** The shape of all vectors: the one asked for, or the one this machine prefers. */
  static final VectorShape SHAPE = shape();

  /** Floats in a vector. */
  static final int LANES = SHAPE.vectorBitSize() / Float.SIZE;

  /**
   * Columns of a register tile and of a packed panel: two vectors. A tile then has 2 {@link #MR}
   * accumulators; 8 hide the latency of an FMA (4 cycles, 2 a cycle).
   */
  static final int NR = 2 * LANES;

  /**
   * Most rows of a register tile. Shorter vectors mean 16 registers: 4 rows need 8 accumulators, 2
   * vectors of B and, as the compiler likes to load all of A before it uses the first, 4 of A. With
   * 6 rows that is 20, and in the middle of a training step (though not in a loop of nothing but
   * products) it kept 4 accumulators in memory, at 45% of the speed. 512 bits come with 32
   * registers.
   */
  static final int MR = LANES >= 16 ? 6 : 4;

  /**
   * Length of a chain of FMAs before it goes to memory. A panel's block of KC x NR floats then
   * takes 16 KiB at 256 bits, half of L1, and stays there while the rows of A go by.
   */
  static final int KC = 256;

  /**
   * Distance of rows in a strip of A: a constant, so that a tile needs one index register for all
   * its rows; and not a power of two, so that rows do not compete for the same lines of L1.
   */
  static final int LDA = KC + 16;

  /**
   * Rows of A that go by a panel in one sweep: MC x LDA floats, 102 KiB, stay in L2, where the
   * panels and the rows of C pass as well, and perhaps a second thread of the core.
   */
  static final int MC = 96;

  /** Columns of B packed at a time for the gradient of weights: KC x NC floats take 1 MiB of L3. */
  static final int NC = 1024;

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
