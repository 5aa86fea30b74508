package dev.rnn4j.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.CalendarFeatures;
import dev.rnn4j.core.model.Forecast;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterConfig.Framing;
import dev.rnn4j.core.model.ForecasterConfig.Preparation;
import dev.rnn4j.core.model.SeriesColumn;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecasterFileTest {
  private static final List<RegressionLoss> LOSSES =
      List.of(
          new RegressionLoss.Squared(),
          new RegressionLoss.Absolute(),
          new RegressionLoss.Quantiles(List.of(0.1, 0.5, 0.9)));

  @TempDir private Path folder;

  private static ForecasterConfig config(RegressionLoss loss) {
    List<SeriesColumn> columns = new ArrayList<>();
    columns.add(new SeriesColumn("load", 1.0 / 3, 7e-3));
    CalendarFeatures.NAMES.forEach(name -> columns.add(new SeriesColumn(name, 0, 0.5)));
    columns.add(new SeriesColumn("oil \"hot\"", -12, 1e9));
    SeriesVariables variables =
        new SeriesVariables(columns, List.of("oil \"hot\"", "load"), "when");
    return new ForecasterConfig(
        variables,
        new Framing(5, 2, false),
        new Preparation(true, false, true, 3),
        StackConfig.of(12, new GruCell(), List.of(4), Directions.CONCATENATED),
        loss);
  }

  private static Parameters parameters(ForecasterConfig config) {
    return config.newParameters(Initialization.uniform(0.5f), new RandomSource(3));
  }

  private static void write(Path file, Map<String, String> description, Parameters parameters)
      throws IOException {
    new ModelFile(ForecasterFile.VERSION, description, parameters, Map.of()).write(file);
  }

  @Test
  void aForecasterIsReadAsItWasWritten() throws IOException {
    for (RegressionLoss loss : LOSSES) {
      ForecasterConfig config = config(loss);
      Path file = folder.resolve("model.safetensors");
      List<Double> spread = List.of(0.1, 1e-7);
      write(file, ForecasterFile.describe(config, spread), parameters(config));
      Forecaster written = Forecaster.of(config, parameters(config), spread);
      for (Forecaster read :
          List.of(ForecasterFile.load(file), ForecasterFile.load(Files.newInputStream(file)))) {
        assertEquals(config, read.config());
        assertEquals(spread, read.spread());
        double[][] history = {{1, 0, 1, 0, 1, Double.NaN}, {0.5, 1, 0, 0, 1, -3}};
        Forecast expected = written.forecast(history);
        assertEquals(expected.value(1, 0), read.forecast(history).value(1, 0));
        assertEquals(loss.outputs() == 3 ? 3 : 0, expected.levels().size());
      }
    }
  }

  @Test
  void descriptionsThatMakeNoSenseAreRefused() throws IOException {
    ForecasterConfig config = config(LOSSES.getFirst());
    assertRefused(ForecasterFile.describe(config), "lacks rnn4j.spread");
    assertRefused(ForecasterFile.describe(config, List.of(1.0)), "for each target");
    assertRefused(ForecasterFile.describe(config, List.of(1.0, 0.0)), "above 0");
    assertRefused(changed(config, "\"squared\"", "\"cubed\""), "unknown loss \"cubed\"");
    assertRefused(changed(config, "\"horizon\":2", "\"horizon\":0"), "horizon must be 1 or more");
    assertRefused(changed(config, "[\"oil \\\"hot\\\"\"", "[\"gas\""), "target gas must be one");
    assertRefused(changed(config, "\"input_size\":12", "\"input_size\":11"), "reads 11 numbers");
    assertRefused(changed(config, "\"deviation\":0.5", "\"deviation\":0"), "deviation above 0");
  }

  private static Map<String, String> changed(ForecasterConfig config, String from, String to) {
    Map<String, String> description =
        new TreeMap<>(ForecasterFile.describe(config, List.of(1.0, 1.0)));
    String text = String.valueOf(description.get(Description.CONFIG));
    assertTrue(text.contains(from), text);
    description.put(Description.CONFIG, text.replace(from, to));
    return description;
  }

  private void assertRefused(Map<String, String> description, String reason) throws IOException {
    Path file = folder.resolve("bad.safetensors");
    write(file, description, parameters(config(LOSSES.getFirst())));
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> ForecasterFile.load(file));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e::getMessage);
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    ForecasterConfig config = config(LOSSES.getFirst());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ForecasterConfig(
                config.variables(),
                new Framing(5, 2, true),
                config.preparation(),
                config.stack(),
                config.loss()));
    Forecaster forecaster = Forecaster.of(config, parameters(config), List.of(1.0, 1.0));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> forecaster.forecast(new double[][] {{1, 2}}));
    assertTrue(String.valueOf(e.getMessage()).contains("a row has 2 values"), e::getMessage);
    assertThrows(IllegalArgumentException.class, () -> forecaster.forecast(new double[0][]));
  }
}
