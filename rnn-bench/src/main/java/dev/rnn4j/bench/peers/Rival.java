package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * One engine, in a JVM of its own that serves one case. Adapters have a public constructor without
 * parameters; {@code RivalMain} drives them from one thread.
 */
public interface Rival extends AutoCloseable {
  /**
   * What the engine calls itself, with version, build and, where it tells, the instruction set it
   * chose, such as "oneDNN 3.13.1 (avx512_core_bf16)". Asked after {@link #start}.
   */
  String description();

  /**
   * Called once, before anything else.
   *
   * @param threads how many the engine may use
   */
  void start(int threads);

  /**
   * Makes a case ready to run on the data of {@link PeerData}.
   *
   * @throws UnsupportedCaseException if the engine cannot do it, with the reason
   */
  Work prepare(PeerCase peerCase) throws UnsupportedCaseException;

  /**
   * Writes a model file of the engine's own kind with the weights of {@link PeerData}, for {@link
   * #load} in a later process. Not timed.
   *
   * @return whether there is such a file; if not, startup is timed with {@link #prepare}
   */
  default boolean save(PeerCase.Stream model, Path file)
      throws IOException, UnsupportedCaseException {
    return false;
  }

  /** Makes a stream ready from the file {@link #save} wrote: what a program does when it starts. */
  default Work load(PeerCase.Stream model, Path file) throws IOException, UnsupportedCaseException {
    return prepare(model);
  }

  @Override
  default void close() {}

  /** {@return all of them in one array, one after the other} */
  static float[] joined(float[]... parts) {
    FloatBuffer all = FloatBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
    Stream.of(parts).forEach(all::put);
    return all.array();
  }

  /** A prepared case. */
  interface Work extends AutoCloseable {
    /** What is timed: one product, one layer's forward pass, one training step, one token. */
    void run();

    /**
     * What the last run computed. Product: C. Layer: h (T, B, H). Ragged: h (rows, H), packed; with
     * gradients after it dx (rows, H), dw_ih, dw_hh, db_ih and db_hh. Training: the loss before the
     * step, in nats per token. Stream: the logits (V). Stack: all that {@link StackResult#parts}
     * names. The peak: anything.
     */
    float[] result();

    /** Anything an engine wants said about this case, such as the format it chose; or nothing. */
    default String note() {
      return "";
    }

    @Override
    default void close() {}
  }
}
