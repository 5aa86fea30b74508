package dev.rnn4j.core.layer;

/** How a step of a decoder looks at the encoder's outputs. */
public enum AttentionKind {
  /** Not at all: it knows of them what its initial state says. */
  NONE,
  /** score(h, m) = v · tanh(W_q h + W_k m), Bahdanau et al. 2015. */
  ADDITIVE,
  /** score(h, m) = h · W_k m, Luong et al. 2015 ("general"). */
  MULTIPLICATIVE
}
