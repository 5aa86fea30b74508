package dev.rnn4j.core.io;

import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterConfig.Framing;
import dev.rnn4j.core.model.ForecasterConfig.Preparation;
import dev.rnn4j.core.model.SeriesColumn;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.core.parameter.ParameterLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A forecaster as one {@code .safetensors} file: a {@link ModelFile} whose description says what it
 * reads, how its columns are normalised, its architecture, and how far off it usually is.
 */
public final class ForecasterFile {
  /** What model files say they are, see {@link FormatVersion}. */
  public static final String VERSION = "forecaster/1";

  private static final String SPREAD = "rnn4j.spread";

  private ForecasterFile() {}

  /**
   * Loads a forecaster for use, on the kernels of this JVM.
   *
   * @param file where it is
   * @return the forecaster
   * @throws ModelFormatException if the file is not such a model
   * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static Forecaster load(Path file) throws IOException {
    return of(ModelFile.read(file, VERSION, ForecasterFile::layout));
  }

  /**
   * Loads a forecaster for use from a stream, such as a resource of the class path.
   *
   * @param in a stream that stands at the start of a model file; not closed
   * @return the forecaster
   * @throws ModelFormatException if what it holds is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static Forecaster load(InputStream in) throws IOException {
    return of(ModelFile.read(in, VERSION, ForecasterFile::layout));
  }

  private static Forecaster of(ModelFile file) {
    ForecasterConfig config = readConfig(file.description());
    return Forecaster.of(config, file.parameters(), readSpread(file.description(), config));
  }

  private static ParameterLayout layout(Map<String, String> metadata) {
    ForecasterConfig config = readConfig(metadata);
    readSpread(metadata, config);
    return config.layout();
  }

  /**
   * Reads the configuration from metadata that {@link #describe} wrote.
   *
   * @param metadata of a file
   * @return the architecture
   * @throws IllegalArgumentException if it is missing or malformed, or a value is out of its range
   */
  public static ForecasterConfig readConfig(Map<String, String> metadata) {
    return Description.read(metadata, Description.CONFIG, ForecasterFile::config);
  }

  private static ForecasterConfig config(JsonObject json) throws JsonException {
    return new ForecasterConfig(
        variables(json),
        new Framing(json.integer("window"), json.integer("horizon"), json.bool("every_step")),
        new Preparation(
            json.bool("residual"), json.bool("relative"), json.bool("masks"), json.integer("lags")),
        Description.stack(json.object("stack")),
        loss(json));
  }

  private static SeriesVariables variables(JsonObject json) throws JsonException {
    List<SeriesColumn> columns = new ArrayList<>();
    for (JsonObject one : json.objects("columns", "a column")) {
      columns.add(
          new SeriesColumn(one.string("name"), one.number("mean"), one.number("deviation")));
    }
    return new SeriesVariables(columns, json.strings("targets"), json.string("time"));
  }

  private static RegressionLoss loss(JsonObject json) throws JsonException {
    String name = json.string("loss");
    return switch (name) {
      case "squared" -> new RegressionLoss.Squared();
      case "absolute" -> new RegressionLoss.Absolute();
      case "quantiles" -> new RegressionLoss.Quantiles(numbers(json, "levels"));
      default ->
          throw new JsonException(
              "unknown loss "
                  + Json.brief(name)
                  + "; this version knows squared, absolute, quantiles");
    };
  }

  private static List<Double> numbers(JsonObject json, String key) throws JsonException {
    List<Double> numbers = new ArrayList<>();
    for (Object value : json.list(key)) {
      if (!(value instanceof Number number)) {
        throw new JsonException(key + " must be numbers, not " + Json.brief(value));
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  private static List<Double> readSpread(Map<String, String> metadata, ForecasterConfig config) {
    List<Double> spread = Description.read(metadata, SPREAD, json -> numbers(json, "next"));
    if (spread.size() != config.variables().targets().size()
        || !spread.stream().allMatch(s -> s > 0)) {
      throw new IllegalArgumentException("the spread must be a number above 0 for each target");
    }
    return spread;
  }

  /**
   * A forecaster as metadata.
   *
   * @param config the architecture
   * @param spread for each target how far from the next value predictions usually are
   * @return JSON by metadata key
   */
  public static Map<String, String> describe(ForecasterConfig config, List<Double> spread) {
    Map<String, String> metadata = new LinkedHashMap<>(describe(config));
    metadata.put(SPREAD, Json.write(Map.of("next", spread)));
    return metadata;
  }

  /**
   * An architecture as metadata, before the forecaster has learned.
   *
   * @param config the architecture
   * @return JSON by metadata key
   */
  public static Map<String, String> describe(ForecasterConfig config) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("columns", config.variables().columns().stream().map(ForecasterFile::write).toList());
    json.put("targets", config.variables().targets());
    json.put("time", config.variables().time());
    json.put("window", config.framing().window());
    json.put("horizon", config.framing().horizon());
    json.put("every_step", config.framing().everyStep());
    json.put("residual", config.preparation().residual());
    json.put("relative", config.preparation().relative());
    json.put("masks", config.preparation().masks());
    json.put("lags", config.preparation().lags());
    json.put("stack", Description.write(config.stack()));
    switch (config.loss()) {
      case RegressionLoss.Squared() -> json.put("loss", "squared");
      case RegressionLoss.Absolute() -> json.put("loss", "absolute");
      case RegressionLoss.Quantiles(List<Double> levels) -> {
        json.put("loss", "quantiles");
        json.put("levels", levels);
      }
    }
    return Map.of(Description.CONFIG, Json.write(json));
  }

  private static Map<String, Object> write(SeriesColumn column) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", column.name());
    json.put("mean", column.mean());
    json.put("deviation", column.deviation());
    return json;
  }
}
