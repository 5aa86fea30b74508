package dev.rnn4j.core.kernel;

/** The nonlinearity of a simple (Elman) layer: h = f(z), element by element. */
public enum Activation {
  /** The logistic sigmoid, 1 / (1 + exp(-z)); f' = h (1 - h). */
  SIGMOID,
  /** The hyperbolic tangent; f' = 1 - h². */
  TANH,
  /** max(0, z); f' = 1 where h &gt; 0, otherwise 0. */
  RELU,
  /** z / (1 + |z|); f' = (1 - |h|)². */
  SOFTSIGN,
  /** z itself; f' = 1. */
  LINEAR
}
