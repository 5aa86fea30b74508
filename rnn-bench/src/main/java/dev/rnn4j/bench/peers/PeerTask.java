package dev.rnn4j.bench.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of the table.
 *
 * @param kind what is measured
 * @param peerCase what with
 */
record PeerTask(Kind kind, PeerCase peerCase) {
  /** What a time in the table is the time of. */
  enum Kind {
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

  /** Name in the table, and what {@code --case} looks at. */
  String id() {
    return kind.prefix + peerCase.id();
  }

  boolean isSpeed() {
    return kind == Kind.SPEED;
  }

  /** Whether its memory is of interest. */
  boolean isTraining() {
    return isSpeed() && peerCase instanceof PeerCase.Training;
  }

  /** The whole table. */
  static List<PeerTask> all() {
    List<PeerTask> tasks = new ArrayList<>(speeds(PeerCases.all()));
    tasks.add(new PeerTask(Kind.STARTUP, PeerCases.STARTUP));
    tasks.add(new PeerTask(Kind.WARM_UP, PeerCases.WARM_UP));
    return tasks;
  }

  /** One small case of every kind. */
  static List<PeerTask> smoke() {
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
