package dev.rnn4j.bench.peers;

import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;

/** A stream of tokens through a session of this engine, which is single-threaded. */
final class Rnn4jStream implements Rival.Work {
  private final LanguageModelSession session;
  private final int[] tokens;
  private float[] logits = {};
  private int next;

  Rnn4jStream(PeerCase.Stream c, LanguageModel model) {
    session = model.newSession();
    tokens = PeerData.tokens(c);
  }

  @Override
  public void run() {
    logits = session.step(tokens[next]);
    next = (next + 1) % tokens.length;
  }

  @Override
  public float[] result() {
    return logits;
  }

  @Override
  public String note() {
    return "one thread, always";
  }
}
