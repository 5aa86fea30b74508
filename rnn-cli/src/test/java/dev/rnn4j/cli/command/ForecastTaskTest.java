package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --task forecast} and {@code rnn forecast}, from a table to its next rows. */
class ForecastTaskTest {
  private static final int ROWS = 300;
  private static final int SPIKE = 270;

  @TempDir private Path folder;
  private Path table;
  private Path model;

  /** A wave of eight hours with gaps and a spike, beside columns that nobody asks for. */
  @BeforeEach
  void writeTable() throws IOException {
    table = Files.writeString(folder.resolve("table.csv"), table(ROWS));
    model = folder.resolve("m.safetensors");
  }

  private static String table(int rows) {
    StringBuilder text = new StringBuilder("when,note,load,other\n");
    LocalDateTime begin = LocalDateTime.of(2025, 3, 1, 0, 0);
    for (int t = 0; t < rows; t++) {
      double value = wave(t) + (t == SPIKE ? 80 : 0);
      text.append(begin.plusHours(t).toString().replace('T', ' ')).append(",\"a\nb\",");
      text.append(t % 50 == 10 ? "" : value).append(',').append(t % 7).append('\n');
    }
    return text.toString();
  }

  private static double wave(int t) {
    return 50 + 10 * Math.sin(2 * Math.PI * t / 8);
  }

  private Object[] train(Object... more) {
    return trainFor("load", more);
  }

  private Object[] trainFor(String target, Object... more) {
    Object[] usual = {
      "train",
      "--task",
      "forecast",
      "--train",
      table,
      "--target",
      target,
      "--out",
      model,
      "--threads",
      1,
      "--window",
      16,
      "--horizon",
      4,
      "--season",
      8,
      "--hidden",
      4
    };
    return Cli.concat(usual, more);
  }

  @Test
  void aWaveIsLearnedAndContinued() {
    String out = Cli.run(train("--lr", 0.01, "--epochs", 40)).succeeded().out();
    assertTrue(out.contains("forecasts of the next 4 values of load"), out);
    assertTrue(out.contains("linear model") && out.contains("last season"), out);
    List<String> rows =
        Cli.run("forecast", "--model", model, "--data", table).succeeded().out().lines().toList();
    assertEquals("step,load", rows.getFirst());
    assertEquals(5, rows.size());
    for (int step = 1; step <= 4; step++) {
      String[] cells = rows.get(step).split(",", -1);
      assertEquals(Integer.toString(step), cells[0]);
      assertEquals(wave(ROWS - 1 + step), Double.parseDouble(cells[1]), 4, rows.get(step));
    }
    String evaluated =
        Cli.run("eval", "--model", model, "--data", table, "--season", 8).succeeded().out();
    assertTrue(out.startsWith(evaluated), out); // the same numbers as after training
    String json = Cli.run("eval", "--model", model, "--data", table, "--json").succeeded().out();
    assertTrue(json.contains("\"forecaster\":{\"m") && json.contains("\"last_value\""), json);
  }

  @Test
  void aStreamShowsEachRowAndItsSurprise() {
    Cli.run(train("--lr", 0.01, "--time", "when", "--every-step", "--epochs", 60)).succeeded();
    String text = table(ROWS);
    String all =
        Cli.runWithInput(text, "forecast", "--model", model, "--anomalies", "--data", "-")
            .succeeded()
            .out();
    List<String> rows = all.lines().toList();
    assertEquals("row,when,load,load expected,surprise", rows.getFirst());
    assertEquals(ROWS + 1, rows.size());
    assertEquals("1,2025-03-01 00:00,50,,", rows.get(1));
    assertTrue(rows.get(11).matches("11,2025-03-01 10:00,,[\\d.]+,"), rows.get(11));
    List<String> odd =
        Cli.run("forecast", "--model", model, "--data", table, "--anomalies", "--threshold", 20)
            .succeeded()
            .out()
            .lines()
            .toList();
    assertEquals(2, odd.size(), odd::toString);
    assertTrue(odd.getLast().startsWith(SPIKE + 1 + ",2025-03-12 06:00,1"), odd::toString);
    String json =
        Cli.run("forecast", "--model", model, "--data", table, "--json").succeeded().out();
    assertTrue(json.startsWith("{\"step\":1,\"when\":\"2025-03-13 12:00\",\"load\":"), json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e39", "-1e300"})
  void aValueBeyondAllBoundsIsAnAnomalyAndNothingElse(String huge) {
    Cli.run(train("--time", "when", "--every-step", "--epochs", 1)).succeeded();
    String[] lines = table(ROWS).split("\n(?=2)");
    lines[200] = lines[200].replaceFirst(",[-\\d.]+,(\\d)$", "," + huge + ",$1");
    String text = String.join("\n", lines);
    List<String> odd =
        Cli.runWithInput(
                text,
                "forecast",
                "--model",
                model,
                "--anomalies",
                "--threshold",
                1000,
                "--data",
                "-")
            .succeeded()
            .out()
            .lines()
            .toList();
    assertEquals(2, odd.size(), odd::toString);
    assertTrue(odd.getLast().startsWith("200,"), odd::toString);
    Cli.runWithInput(text, "forecast", "--model", model, "--anomalies", "--data", "-").succeeded();
    Cli.runWithInput(text, "forecast", "--model", model, "--data", "-").succeeded();
  }

  @Test
  void quantilesAreCheckedAndPrinted() {
    String out =
        Cli.run(
                train(
                    "--loss",
                    "quantile",
                    "--quantiles",
                    "0.2,0.9",
                    "--inputs",
                    "other,load",
                    "--epochs",
                    3))
            .succeeded()
            .out();
    assertTrue(out.contains("of the values are not above that of 0.2, "), out);
    List<String> rows =
        Cli.run("forecast", "--model", model, "--data", table).succeeded().out().lines().toList();
    assertEquals("step,load 0.2,load 0.9", rows.getFirst());
    String[] cells = rows.getLast().split(",", -1);
    assertTrue(Double.parseDouble(cells[1]) <= Double.parseDouble(cells[2]), rows::toString);
  }

  @Test
  void aTrainingIsResumedToTheBit() throws IOException {
    Object[] options = {"--dropout", 0.2, "--schedule", "constant", "--epochs"};
    Cli.run(Cli.concat(train(options), 3)).succeeded();
    byte[] whole = Files.readAllBytes(model);
    Files.delete(model);
    Cli.run(Cli.concat(train(options), 1)).succeeded();
    Path checkpoint = folder.resolve("m.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--epochs", 3).succeeded();
    byte[] resumed = Files.readAllBytes(model);
    assertArrayEquals(whole, resumed);
  }

  @Test
  void whatIsWrongIsOneSentence() throws IOException {
    Object[] train = train();
    train[6] = "loud";
    assertEquals(
        "rnn train: "
            + table
            + " has no column 'loud'; name one of its columns: when, note, load, other",
        Cli.run(train).failed(1));
    train[6] = "note";
    String message = Cli.run(train).failed(1);
    assertTrue(message.contains(table + ", line 2: column note holds 'a"), message);
    Files.writeString(table, "when,load\nx,1\ny\n");
    assertTrue(Cli.run(train()).failed(1).contains(", line 3: 1 cell here, but 2 columns"));
    Files.writeString(table, "when,load\nx,1\ny,2\n");
    message = Cli.run(train()).failed(1);
    assertTrue(message.contains("the 1 row to train on are fewer than a window"), message);
    message = Cli.run(train("--split", "2,2,2")).failed(1);
    assertTrue(message.contains("--split asks for 2, 2 and 2 rows"), message);
    Files.writeString(table, "");
    assertTrue(Cli.run(train()).failed(1).contains("is empty"));
    message = Cli.run("train", "--task", "forecast", "--train", table).failed(2);
    assertTrue(message.contains("say with --target which column"), message);
    message = Cli.run(train("--split", "0.9,0.2,0")).failed(2);
    assertTrue(message.contains("shares must sum to 1 at most"), message);
    message = Cli.run(train("--quantiles", "0.5")).failed(2);
    assertTrue(message.contains("--quantiles is for --loss quantile"), message);
    message = Cli.run(train("--embedding", 5)).failed(2);
    assertTrue(message.contains("--embedding has no meaning"), message);
  }

  @Test
  void aModelOfAnotherKindIsRefused() throws IOException {
    Path text = Cli.text(folder.resolve("text.txt"), 60, 1);
    Cli.run(Cli.tiny(text, model, "--epochs", 1)).succeeded();
    String message = Cli.run("forecast", "--model", model, "--data", table).failed(1);
    assertTrue(message.contains("it is not a forecaster"), message);
  }

  @Test
  void namesOfColumnsWithCommasStandInQuotes() throws IOException {
    String text =
        table(ROWS).replace("when,note,load,other\n", "when,note,\"load, MW\",\"a\"\"b\"\n");
    Files.writeString(table, text);
    String out =
        Cli.run(trainFor("\"load, MW\"", "--inputs", "\"a\"\"b\"", "--epochs", 1))
            .succeeded()
            .out();
    assertTrue(out.contains("forecasts of the next 4 values of load, MW"), out);
    String header =
        Cli.run("forecast", "--model", model, "--data", table)
            .succeeded()
            .out()
            .lines()
            .toList()
            .getFirst();
    assertEquals("step,\"load, MW\"", header);
    String open = Cli.run(trainFor("\"load, MW")).failed(2);
    assertTrue(open.contains("--target, line 1: a quote is opened and not closed"), open);
    String bare = Cli.run(trainFor("load, MW")).failed(1);
    assertTrue(bare.contains("has no column 'load'"), bare);
  }
}
