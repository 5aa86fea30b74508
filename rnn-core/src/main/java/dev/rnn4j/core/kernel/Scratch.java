package dev.rnn4j.core.kernel;

/**
 * The private buffers of a {@link Worker}, by what kernels keep in them. An operation may use
 * several at once, so what is live at the same time has a name of its own.
 */
public enum Scratch {
  /** A block of C at its edge, where register tiles are not whole. */
  TILE,
  /** Rows or columns of A, as the register tiles read them. */
  STRIP,
  /** Panels of B that are packed or expanded for one block. */
  PANELS,
  /** A part of a row, such as the exponentials of a softmax. */
  ROW,
  /** The lanes of a vector, one by one. */
  LANES,
  /** The rest of a row, filled up to a whole vector. */
  TAIL
}
