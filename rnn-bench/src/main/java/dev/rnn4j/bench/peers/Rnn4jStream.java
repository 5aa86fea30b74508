package dev.rnn4j.bench.peers;

import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;

/** A stream of tokens through a session of this engine, which is single-threaded. */
final class Rnn4jStream implements Rival.Work {
  private final LanguageModelSession session;
  private final int[] tokens;
  private final int v;
  private int next;

  Rnn4jStream(PeerCase.Stream c, LanguageModel model) {
    session = model.newSession();
    tokens = PeerData.tokens(c);
    v = c.v();
  }

  private float[] step() {
    float[] logits = session.step(tokens[next]);
    next = (next + 1) % tokens.length;
    return logits;
  }

  @Override
  public void run() {
    step();
  }

  @Override
  public float[] output(int count) {
    float[] all = new float[count * v];
    for (int i = 0; i < count; i++) {
      System.arraycopy(step(), 0, all, i * v, v);
    }
    return all;
  }

  @Override
  public String note() {
    return "one thread, always";
  }
}
