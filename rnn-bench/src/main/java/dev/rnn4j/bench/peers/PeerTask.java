package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of the table.
 *
 * @param kind what is measured
 * @param peerCase what with
 */
public record PeerTask(Kind kind, PeerCase peerCase) implements Row {
  /** What a time in the table is the time of. */
  public enum Kind {
    /** One run, once warm. */
    SPEED(""),
    /** From the start of a process to the first logits of a model read from its file. */
    STARTUP("startup-"),
    /** From the first run to 90% of the speed it will have. */
    WARM_UP("warmup-");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  @Override
  public String name() {
    return peerCase instanceof PeerCase.Peak ? PEAK : kind.prefix + peerCase.id();
  }

  @Override
  public Work work() {
    return kind == Kind.SPEED ? PeerCases.work(peerCase) : Work.UNCOUNTED;
  }

  /** {@return whether its memory is of interest} */
  boolean isTraining() {
    return kind == Kind.SPEED && peerCase instanceof PeerCase.Training;
  }

  /** {@return whether rivals have nothing to do with it: the peak is no engine's} */
  public boolean isOnlyOurs() {
    return peerCase instanceof PeerCase.Peak;
  }

  /** The whole table. */
  public static List<PeerTask> all() {
    List<PeerTask> tasks = new ArrayList<>(speeds(PeerCases.all()));
    tasks.add(new PeerTask(Kind.STARTUP, PeerCases.STARTUP));
    tasks.add(new PeerTask(Kind.WARM_UP, PeerCases.WARM_UP));
    return tasks;
  }

  /** One small case of every kind. */
  public static List<PeerTask> smoke() {
    List<PeerTask> tasks = new ArrayList<>(speeds(PeerCases.smoke()));
    for (PeerCase c : PeerCases.smoke()) {
      if (c instanceof PeerCase.Stream) {
        tasks.add(new PeerTask(Kind.STARTUP, c));
      } else if (c instanceof PeerCase.Training) {
        tasks.add(new PeerTask(Kind.WARM_UP, c));
      }
    }
    return tasks;
  }

  private static List<PeerTask> speeds(List<PeerCase> cases) {
    return cases.stream().map(c -> new PeerTask(Kind.SPEED, c)).toList();
  }
}
