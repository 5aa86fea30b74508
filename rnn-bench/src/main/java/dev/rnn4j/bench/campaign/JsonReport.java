package dev.rnn4j.bench.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The results as JSON, with the numbers of every fork. What is not there is left out.
 *
 * @param method how it was measured
 * @param peakGigaflops the FMA peak of this run
 * @param notes per contestant, what there is to say, and about which cases
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JsonReport(
    Map<String, Object> machine,
    Map<String, Object> method,
    @Nullable Double peakGigaflops,
    Map<String, String> contestants,
    Map<String, Map<String, List<String>>> notes,
    List<Case> cases) {

  /**
   * A row.
   *
   * @param best the fastest contestant apart from the base
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Case(
      String name, Row.Work workPerRun, @Nullable String best, Map<String, Measurement> measured) {}

  /**
   * A row of one contestant.
   *
   * @param distanceFromReference of its output
   * @param baseTimesAsFast how many times as fast the base was in the same rounds
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Measurement(
      @Nullable Double medianNanos,
      @Nullable Double distanceFromReference,
      @Nullable Spread baseTimesAsFast,
      List<Sample> forks) {}

  private static JsonReport of(Results results, Map<String, Object> method) {
    return new JsonReport(
        Machine.describe(),
        method,
        orNull(results.peak()),
        results.descriptions(),
        results.notes(),
        results.rows().stream().map(row -> row(results, row)).toList());
  }

  /** {@return the whole file} */
  public static String text(Results results, Map<String, Object> method) {
    try {
      return JsonMapper.builder().build().writeValueAsString(of(results, method)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Case row(Results results, Row row) {
    Map<String, Measurement> measured = new LinkedHashMap<>();
    for (String contestant : results.contestants()) {
      List<Sample> forks = results.samples(row, contestant);
      Optional<Double> distance = results.distance(row, contestant);
      if (!forks.isEmpty() || distance.isPresent()) {
        measured.put(
            contestant,
            new Measurement(
                orNull(results.nanos(row, contestant)),
                distance.orElse(null),
                results.timesAsFast(row, results.base(), contestant).orElse(null),
                forks));
      }
    }
    return new Case(row.name(), row.work(), results.best(row).orElse(null), measured);
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
