package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.UnsupportedCaseException;

/** An engine that computes nothing, and misbehaves on demand: the number of threads says how. */
public final class FakeRival implements Rival {
  static final int HEALTHY = 1;
  static final int CHATTY = 2;
  static final int DIES = 3;
  static final int HANGS = 4;
  static final int REFUSES_TO_START = 5;

  private int behaviour;

  /** Made by name. */
  public FakeRival() {}

  @Override
  public String description() {
    return "fake\n  1.0";
  }

  @Override
  public void start(int threads) {
    behaviour = threads;
    if (behaviour == REFUSES_TO_START) {
      throw new IllegalStateException("wrapped", new UnsatisfiedLinkError("no library"));
    }
  }

  @Override
  public Work prepare(PeerCase peerCase) throws UnsupportedCaseException {
    if (peerCase instanceof PeerCase.Layer) {
      throw new UnsupportedCaseException("no layers");
    }
    return new Work() {
      @Override
      public void run() {
        misbehave();
      }

      @Override
      public float[] result() {
        return new float[] {7f, 0.5f};
      }
    };
  }

  @SuppressWarnings("SystemOut")
  private void misbehave() {
    switch (behaviour) {
      case CHATTY -> System.out.print("chatter without an end of line");
      case DIES -> {
        System.err.println("illegal instruction, sorry");
        Runtime.getRuntime().halt(134);
      }
      case HANGS -> {
        while (true) {
          Thread.onSpinWait();
        }
      }
      default -> Thread.onSpinWait();
    }
  }
}
