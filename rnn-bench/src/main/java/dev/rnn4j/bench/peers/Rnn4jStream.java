package dev.rnn4j.bench.peers;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;

/** A stream of tokens through a session of this engine, which shares large models' steps. */
final class Rnn4jStream implements Rival.Work {
  private final LanguageModelSession session;
  private final int[] tokens;
  private float[] logits = {};
  private int next;

  Rnn4jStream(PeerCase.Stream c, LanguageModel model, int threads) {
    session = model.newSession(new Workers(threads));
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
}
