package dev.rnn4j.bench.campaign;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures in rounds. Within a round the contestants take turns row by row, so that what disturbs
 * the machine for a while disturbs them alike. Whoever fails at a row is out of it.
 *
 * @param <R> the rows
 * @param <C> the contestants; their text is their name in the report
 */
public final class Campaign<R extends Row, C> {
  /**
   * What a contestant does when it is its turn.
   *
   * @param <R> the rows
   * @param <C> the contestants
   */
  public interface Turn<R, C> {
    /** {@return what to say about it in the line of progress; may be empty} */
    String take(R row, C contestant) throws MeasurementException, UnsupportedCaseException;
  }

  /**
   * Measures one row of one contestant in a fresh JVM.
   *
   * @param <R> the rows
   * @param <C> the contestants
   */
  public interface Measurer<R, C> {
    Sample measure(R row, C contestant) throws MeasurementException, UnsupportedCaseException;
  }

  private final Results results;
  private final List<R> rows;
  private final List<C> contestants;
  private final PrintStream progress;
  private final Set<Map.Entry<R, C>> out = new HashSet<>();
  private boolean failed;

  /**
   * A campaign.
   *
   * @param results receives everything
   * @param contestants in the order of their turns
   * @param progress a line for each row and round
   */
  public Campaign(Results results, List<R> rows, List<C> contestants, PrintStream progress) {
    this.results = results;
    this.rows = List.copyOf(rows);
    this.contestants = List.copyOf(contestants);
    this.progress = progress;
  }

  /** {@return whether something went wrong that should not have; the notes say what} */
  public boolean hasFailed() {
    return failed;
  }

  /** Leaves a contestant out of a row, without a word. */
  public void exclude(R row, C contestant) {
    out.add(Map.entry(row, contestant));
  }

  /** Measures everything, so many times. */
  public void measure(int rounds, Measurer<R, C> measurer) {
    for (int round = 1; round <= rounds; round++) {
      for (int i = 0; i < rows.size(); i++) {
        String title =
            Numbers.format("[%d/%d of %d/%d] ", i + 1, rows.size(), round, rounds)
                + rows.get(i).name();
        takeTurns(
            title,
            rows.get(i),
            (row, contestant) -> {
              Sample sample = measurer.measure(row, contestant);
              results.add(row, contestant.toString(), sample);
              return contestant + " " + Numbers.time(sample.median());
            });
      }
    }
  }

  /** Gives a turn to every contestant that is not out of the row. */
  public void takeTurns(String title, R row, Turn<R, C> turn) {
    progress.print(title);
    for (C contestant : contestants) {
      progress.flush();
      if (!out.contains(Map.entry(row, contestant))) {
        takeTurn(row, contestant, turn);
      }
    }
    progress.println();
  }

  private void takeTurn(R row, C contestant, Turn<R, C> turn) {
    try {
      progress.print("  " + turn.take(row, contestant));
    } catch (UnsupportedCaseException e) {
      drop(row, contestant, "cannot: " + e.getMessage());
    } catch (MeasurementException e) {
      failed = true;
      progress.print("  " + contestant + " FAILED: " + e.getMessage());
      drop(row, contestant, "failed: " + e.getMessage());
    }
  }

  private void drop(R row, C contestant, String reason) {
    exclude(row, contestant);
    results.note(contestant.toString(), row.name(), reason);
  }
}
