package dev.rnn4j.bench.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of one contestant: a line of the table, and an object of the JSON, which leaves out what is
 * not there.
 *
 * @param row its name
 * @param medianNanos over the forks, of the median of each
 * @param gigaflops speed of the dense products
 * @param shareOfPeak of the best FMA peak of this run
 * @param perSecond speed in the unit of the row
 * @param timesAsFast of this contestant and the base, in the direction the report says
 * @param bytes memory, in the sense the report gives it
 * @param distance of its output from the reference's
 * @param forks all that was measured, in the order of the rounds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Line(
    String row,
    String contestant,
    double medianNanos,
    @Nullable Double gigaflops,
    @Nullable Double shareOfPeak,
    @Nullable Double perSecond,
    @Nullable String unit,
    @Nullable Spread timesAsFast,
    @Nullable Double bytes,
    @Nullable Double distance,
    List<Sample> forks) {

  /** {@return the cells of the table} */
  List<String> cells(boolean severalForks) {
    return List.of(
        row,
        contestant,
        Numbers.time(medianNanos),
        gigaflops == null ? "" : Numbers.format("%.1f", gigaflops),
        shareOfPeak == null ? "" : Numbers.format("%.0f%%", 100 * shareOfPeak),
        perSecond == null ? "" : speed(perSecond) + " " + unit + "/s",
        timesAsFast == null ? "" : Numbers.ratio(timesAsFast, severalForks),
        bytes == null ? "" : Numbers.big(bytes) + "B");
  }

  /** In full where there are dense products, too: steps of a model, of which there are not many. */
  private String speed(double rate) {
    return gigaflops == null ? Numbers.big(rate) : Numbers.format("%,.0f", rate);
  }
}
