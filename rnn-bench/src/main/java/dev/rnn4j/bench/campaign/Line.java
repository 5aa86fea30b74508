package dev.rnn4j.bench.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of one contestant: a line of the table, and an object of the JSON, which leaves out what is
 * not there.
 *
 * @param row its name
 * @param speed how fast
 * @param timesAsFast of this contestant and the base, in the direction the report says
 * @param bytes memory, in the sense the report gives it
 * @param distance of its output from the reference's
 * @param forks all that was measured, in the order of the rounds
 * @param work what one run gets done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Line(
    String row,
    String contestant,
    Speed speed,
    @Nullable Spread timesAsFast,
    @Nullable Double bytes,
    @Nullable Double distance,
    List<Sample> forks,
    Row.Work work) {

  /**
   * How fast.
   *
   * @param medianNanos over the forks, of the median of each
   * @param gigaflops of the dense products
   * @param shareOfPeak of the best FMA peak of this run
   * @param perSecond in the unit of the row
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Speed(
      double medianNanos,
      @Nullable Double gigaflops,
      @Nullable Double shareOfPeak,
      @Nullable Double perSecond,
      String unit) {

    /** In full where there are dense products, too: steps of a model, of which there are few. */
    private String rate(double perSecond) {
      return gigaflops == null ? Numbers.big(perSecond) : Numbers.format("%,.0f", perSecond);
    }

    private List<String> cells(String spread) {
      return List.of(
          Numbers.time(medianNanos),
          spread,
          gigaflops == null ? "" : Numbers.format("%.1f", gigaflops),
          shareOfPeak == null ? "" : Numbers.format("%.0f%%", 100 * shareOfPeak),
          perSecond == null ? "" : rate(perSecond) + " " + unit + "/s");
    }
  }

  /** {@return the time of a run, over the forks} */
  public Spread times() {
    return Spread.of(forks.stream().map(Sample::median).toList());
  }

  /** {@return the cells of the table} */
  public List<String> cells(boolean severalForks) {
    List<String> cells = new ArrayList<>(List.of(row, contestant));
    cells.addAll(speed.cells(severalForks ? Numbers.around(times()) : ""));
    cells.add(timesAsFast == null ? "" : Numbers.ratio(timesAsFast, severalForks));
    cells.add(bytes == null ? "" : Numbers.big(bytes) + "B");
    return cells;
  }
}
