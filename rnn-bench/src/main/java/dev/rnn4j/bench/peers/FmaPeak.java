package dev.rnn4j.bench.peers;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most fused multiply-adds that Java gets out of the hardware, with nothing to load or store:
 * ten independent accumulators hide the latency of an FMA (4 or 5 cycles, 2 a cycle). What matrix
 * products are measured against.
 */
final class FmaPeak {
  /** Keeps the chains a call of their own: inlined into the loop that times them, they halve. */
  static final String WHOLE = "-XX:CompileCommand=dontinline,dev.rnn4j.bench.peers.FmaPeak::chains";

  /** Floating-point operations of one worker in one call, whatever the width. */
  static final double FLOPS = 6.4e6;

  private static final int ACCUMULATORS = 10;

  /** Keep every accumulator near 1: neither infinite nor denormal numbers. */
  private static final float DECAY = 0.75f;

  private static final float GAIN = 0.25f;

  /** As wide as the vector kernels under measurement. */
  static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(
          float.class,
          VectorShape.forBitSize(
              Integer.getInteger(
                  "dev.rnn4j.simd.bits", FloatVector.SPECIES_PREFERRED.vectorBitSize())));

  private static final int ROUNDS = (int) (FLOPS / (2 * ACCUMULATORS * FLOATS.length()));

  private FmaPeak() {}

  static float chains() {
    FloatVector m = FloatVector.broadcast(FLOATS, DECAY);
    FloatVector b = FloatVector.broadcast(FLOATS, GAIN);
    FloatVector s0 = FloatVector.broadcast(FLOATS, 0.1f);
    FloatVector s1 = FloatVector.broadcast(FLOATS, 0.2f);
    FloatVector s2 = FloatVector.broadcast(FLOATS, 0.3f);
    FloatVector s3 = FloatVector.broadcast(FLOATS, 0.4f);
    FloatVector s4 = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector s5 = FloatVector.broadcast(FLOATS, 0.6f);
    FloatVector s6 = FloatVector.broadcast(FLOATS, 0.7f);
    FloatVector s7 = FloatVector.broadcast(FLOATS, 0.8f);
    FloatVector s8 = FloatVector.broadcast(FLOATS, 0.9f);
    FloatVector s9 = FloatVector.broadcast(FLOATS, 1.1f);
    for (int i = 0; i < ROUNDS; i++) {
      s0 = s0.fma(m, b);
      s1 = s1.fma(m, b);
      s2 = s2.fma(m, b);
      s3 = s3.fma(m, b);
      s4 = s4.fma(m, b);
      s5 = s5.fma(m, b);
      s6 = s6.fma(m, b);
      s7 = s7.fma(m, b);
      s8 = s8.fma(m, b);
      s9 = s9.fma(m, b);
    }
    FloatVector low = s0.add(s1).add(s2).add(s3).add(s4);
    FloatVector high = s5.add(s6).add(s7).add(s8).add(s9);
    return low.add(high).reduceLanes(VectorOperators.ADD);
  }
}
