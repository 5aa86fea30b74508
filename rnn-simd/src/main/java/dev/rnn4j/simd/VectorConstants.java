package dev.rnn4j.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Species and tuned numbers, each with its reason. Everything is {@code static final}, so that the
 * compiler sees constants and removes the boxes around vectors.
 */
final class VectorConstants {
  /** The shape all species share: the one asked for, or the one this machine prefers. */
  static final VectorShape SHAPE = shape();

  static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);

  /** Floats in a vector. */
  static final int LANES = FLOATS.length();

  /**
   * Columns of a register tile and of a packed panel: two vectors. With {@link #MR} rows that is 12
   * accumulators, 2 vectors of B and 1 of A: 15 of the 16 registers of AVX2, and enough chains to
   * hide the latency of an FMA (4 cycles, 2 a cycle: 8 chains).
   */
  static final int NR = 2 * LANES;

  /** Most rows of a register tile; see {@link #NR}. */
  static final int MR = 6;

  /**
   * Length of a chain of FMAs before it goes to memory. A panel's block of KC x NR floats then takes
   * 16 KiB at 256 bits, half of L1, and stays there while the rows of A go by.
   */
  static final int KC = 256;

  /**
   * Distance of rows in a strip of A: a constant, so that a tile needs one index register for all its
   * rows; and not a power of two, so that rows do not compete for the same lines of L1.
   */
  static final int LDA = KC + 16;

  /** Rows of A that go by a panel in one sweep: MC x KC floats, 192 KiB, stay in L2. */
  static final int MC = 192;

  /** Columns of B packed at a time for the gradient of weights: KC x NC floats take 1 MiB of L3. */
  static final int NC = 1024;

  private VectorConstants() {}

  private static VectorShape shape() {
    return switch (VectorBits.requested()) {
      case 128 -> VectorShape.S_128_BIT;
      case 256 -> VectorShape.S_256_BIT;
      case 512 -> VectorShape.S_512_BIT;
      default -> FloatVector.SPECIES_PREFERRED.vectorShape();
    };
  }

  /** Rounds down to whole vectors. */
  static int wholeVectors(int n) {
    return n & -LANES;
  }

  /** Integers 0, 1, 2, … in the lanes. */
  static IntVector iota() {
    return IntVector.zero(INTS).addIndex(1);
  }

  /** Zeros. */
  static DoubleVector doubleZero() {
    return DoubleVector.zero(DOUBLES);
  }
}
