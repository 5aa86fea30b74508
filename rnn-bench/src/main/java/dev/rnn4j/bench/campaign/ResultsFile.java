package dev.rnn4j.bench.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} writes: everything that was measured, and how.
 *
 * @param format its version
 * @param date when it was measured, as 2026-01-31
 * @param machine what it was measured on
 * @param method how it was measured
 * @param peakGigaflops the best FMA peak of a core
 * @param readGigabytes bytes a core reads per nanosecond, by the name of the row
 * @param contestants what they call themselves
 * @param notes by contestant and text, the rows it is about
 * @param ratio what ratios are
 * @param results a line for each row and contestant
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResultsFile(
    int format,
    String date,
    Map<String, Object> machine,
    Map<String, Object> method,
    @Nullable Double peakGigaflops,
    Map<String, Double> readGigabytes,
    Map<String, String> contestants,
    Map<String, Map<String, List<String>>> notes,
    Results.Ratio ratio,
    List<Line> results) {
  static final int FORMAT = 1;

  /** In the method: with how many threads. */
  public static final String THREADS = "threads";

  /** In the method: whether the numbers mean nothing. */
  public static final String SMOKE = "smoke";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** {@return one JSON object} */
  public String json() {
    try {
      return MAPPER.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads such a file.
   *
   * @throws MeasurementException if it cannot be read, or is not such a file; the message says why
   */
  public static ResultsFile read(Path file) throws MeasurementException {
    try {
      ResultsFile read = MAPPER.readValue(Files.readAllBytes(file), ResultsFile.class);
      return require(file, read);
    } catch (NoSuchFileException e) {
      throw new MeasurementException(file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new MeasurementException(file + " cannot be read: permission denied");
    } catch (JacksonException e) {
      throw new MeasurementException(foreign(file, place(e)));
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
      throw new MeasurementException(file + " cannot be read: " + why);
    }
  }

  private static String place(JacksonException e) {
    String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    String reason = String.valueOf(e.getOriginalMessage());
    return line + reason.lines().findFirst().orElse("");
  }

  private static String foreign(Path file, String why) {
    return file
        + " is damaged, or no results of this version's rnn bench --json ("
        + why
        + "); measure again with --json";
  }

  /** Whatever JSON may lack is looked for here, so that nobody else need. */
  private static ResultsFile require(Path file, @Nullable ResultsFile read)
      throws MeasurementException {
    if (read == null) {
      throw new MeasurementException(foreign(file, "it holds nothing"));
    }
    if (read.format != FORMAT) {
      throw new MeasurementException(foreign(file, "format " + read.format + ", not " + FORMAT));
    }
    Object[] parts = {
      read.date,
      read.machine,
      read.method,
      read.readGigabytes,
      read.contestants,
      read.notes,
      read.ratio,
      read.results
    };
    for (Object part : parts) {
      if (part == null) {
        throw new MeasurementException(foreign(file, "a part of it is missing"));
      }
    }
    if (read.ratio.base() == null) {
      throw new MeasurementException(foreign(file, "what ratios are of is missing"));
    }
    for (Line line : read.results) {
      if (!isComplete(line)) {
        throw new MeasurementException(foreign(file, "a result of it is incomplete"));
      }
    }
    return read;
  }

  private static boolean isComplete(@Nullable Line line) {
    return line != null
        && Stream.of(line.row(), line.contestant(), line.speed(), line.forks(), line.work())
            .allMatch(Objects::nonNull)
        && !line.forks().isEmpty()
        && line.forks().stream().allMatch(fork -> fork != null && !fork.nanos().isEmpty());
  }

  /** {@return with how many threads it was measured} */
  public int threads() {
    return method.get(THREADS) instanceof Number number ? Math.max(1, number.intValue()) : 1;
  }

  /** {@return whether this was a smoke run, whose numbers mean nothing} */
  public boolean smoke() {
    return Boolean.TRUE.equals(method.get(SMOKE));
  }

  /** {@return the largest number of forks of a line} */
  public int forks() {
    return results.stream().mapToInt(line -> line.forks().size()).max().orElse(0);
  }

  /** {@return all that were measured: the base of the ratios and then the others by name} */
  public List<String> measured() {
    return Stream.concat(Stream.of(ratio.base()), results.stream().map(Line::contestant).sorted())
        .distinct()
        .toList();
  }

  /** {@return a line, if it was measured} */
  @Nullable Line line(String row, String contestant) {
    return results.stream()
        .filter(line -> line.row().equals(row) && line.contestant().equals(contestant))
        .findFirst()
        .orElse(null);
  }

  /** {@return what the machine or the method says by that name; empty if it says nothing} */
  String about(String name) {
    return Objects.toString(machine.getOrDefault(name, method.get(name)), "");
  }
}
