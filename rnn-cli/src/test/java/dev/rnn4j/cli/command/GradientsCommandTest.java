package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientsCommandTest {
  @TempDir private static Path folder;
  private static Path text;

  @BeforeAll
  static void write() throws IOException {
    text = Cli.text(folder.resolve("text.txt"), 40, 1);
  }

  private static Object[] small(Object... more) {
    Object[] args = {"gradients", "--threads", 1, "--sequences", 3, "--distance", 8, "--batch", 4};
    boolean sized = List.of(more).contains("--hidden") || List.of(more).contains("--model");
    return Cli.concat(sized ? args : Cli.concat(args, "--hidden", 6), more);
  }

  private static JsonNode json(Object... more) throws IOException {
    Object[] args = Cli.concat(small(more), "--json");
    return new ObjectMapper().readTree(Cli.run(args).succeeded().out());
  }

  private static List<String> names(JsonNode result) {
    List<String> names = new ArrayList<>();
    result.get("networks").forEach(each -> names.add(each.get("network").asText()));
    return names;
  }

  @Test
  void allKindsAreMeasuredSideBySide() throws IOException {
    JsonNode result = json("--data", text, "--layers", 2);
    assertEquals(
        List.of("rnn tanh", "lstm, forget bias 0", "lstm, forget bias 1", "gru"), names(result));
    assertEquals(8, result.get("distance").asInt());
    for (JsonNode network : result.get("networks")) {
      assertEquals(2, network.get("fresh").size());
      assertFalse(network.has("trained") || network.has("training"));
      for (JsonNode layer : network.get("fresh")) {
        assertEquals(8, layer.get("h").size());
        assertTrue(layer.get("h_rate").asDouble() > 0);
        boolean lstm = network.get("network").asText().startsWith("lstm");
        assertEquals(lstm, layer.has("c"));
        assertEquals(layer.has("gate"), !layer.has("spectral_radius"));
      }
    }
    JsonNode without = result.get("networks").get(1).get("fresh").get(0);
    JsonNode with = result.get("networks").get(2).get("fresh").get(0);
    assertTrue(without.get("gate_rate").asDouble() < with.get("gate_rate").asDouble());
    String out = Cli.run(small("--data", text)).succeeded().out();
    assertTrue(out.contains("product of f 0."), out);
    assertTrue(out.contains("spectral radius 0."), out);
  }

  @Test
  void trainingIsMeasuredWithItsNorms() throws IOException {
    JsonNode result = json("--data", text, "--cell", "gru", "--steps", 5, "--clip", 0.01);
    JsonNode network = result.get("networks").get(0);
    assertEquals(List.of("gru"), names(result));
    JsonNode training = network.get("training");
    assertEquals(5, training.get("steps").asInt());
    assertEquals(100, training.get("percent_clipped").asDouble());
    assertTrue(training.get("largest_norm").asDouble() >= training.get("mean_norm").asDouble());
    assertEquals(5, training.get("norms").size());
    assertFalse(network.get("fresh").equals(network.get("trained")));
    assertFalse(training.has("errors"));
    assertEquals(
        0,
        json("--data", text, "--cell", "gru", "--steps", 2, "--clip", 0)
            .get("networks")
            .get(0)
            .get("training")
            .get("percent_clipped")
            .asDouble());
  }

  @Test
  void aProblemIsTrainedUntilItIsSolved() throws IOException {
    JsonNode result =
        json(
            "--problem",
            "adding",
            "--length",
            8,
            "--cell",
            "gru",
            "--hidden",
            16,
            "--steps",
            4000,
            "--lr",
            0.01);
    JsonNode training = result.get("networks").get(0).get("training");
    assertTrue(training.get("solved").asBoolean(), training.toString());
    assertTrue(training.get("steps").asInt() < 4000, training.toString());
    int measured = training.get("errors").size();
    assertTrue(training.get("errors").get(measured - 1).asDouble() < 0.01);
    assertEquals(100 * measured, training.get("error_steps").get(measured - 1).asInt());
    assertEquals(1.0 / 6, result.get("baseline").asDouble(), 1e-12);
    JsonNode copy = json("--problem", "copy", "--length", 5, "--cell", "rnn", "--steps", 3);
    assertEquals(1, copy.get("networks").get(0).get("training").get("errors").size());
    assertFalse(copy.get("networks").get(0).get("training").get("solved").asBoolean());
  }

  /** A rate at which the parameters leave what a float can hold. */
  @Test
  void aTrainingThatDivergesIsReportedAndNotAFailure() throws IOException {
    JsonNode result =
        json(
            "--problem",
            "adding",
            "--cell",
            "rnn",
            "--activation",
            "relu",
            "--length",
            30,
            "--optimizer",
            "sgd",
            "--lr",
            1000,
            "--clip",
            0,
            "--steps",
            50);
    JsonNode training = result.get("networks").get(0).get("training");
    assertTrue(training.get("diverged").asText().startsWith("training diverged"));
    assertTrue(training.get("steps").asInt() < 50);
    assertFalse(training.has("errors"));
  }

  @Test
  void aTrainedModelIsMeasuredOnAText() throws IOException {
    Path model = folder.resolve("m.safetensors");
    Cli.run(Cli.tiny(text, model, "--epochs", 1, "--layers", 2, "--dropout", 0.3)).succeeded();
    JsonNode result = json("--model", model, "--data", text);
    JsonNode network = result.get("networks").get(0);
    assertEquals("lstm", network.get("network").asText());
    assertEquals(2, network.get("trained").size());
    assertEquals(8, network.get("trained").get(1).get("c").size());
    assertFalse(network.has("fresh"));
    String piped =
        Cli.runWithInput(Files.readString(text), small("--model", model, "--data", "-", "--json"))
            .succeeded()
            .out();
    assertEquals(network, new ObjectMapper().readTree(piped).get("networks").get(0));
  }

  @Test
  void aModelWithZoneoutIsRefused() throws IOException {
    for (String zoneout : List.of("0.1", "0,0.1")) {
      Path model = folder.resolve("zoneout.safetensors");
      Cli.run(Cli.tiny(text, model, "--epochs", 1, "--zoneout", zoneout)).succeeded();
      assertRefused(1, "the expectation of its zoneout", "--model", model, "--data", text);
    }
  }

  @Test
  void thePageHoldsPicturesAndEveryPictureIsAFile() throws IOException {
    Path page = folder.resolve("page");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Object[] args = small("--data", text, "--steps", 4, "--report", page, "--pictures", pictures);
    Cli.run(args).succeeded();
    String html = Files.readString(page.resolve("index.html"));
    for (String part :
        List.of(
            "Before training",
            "After training",
            "Gradient norm before clipping",
            "gradients --threads 1")) {
      assertTrue(html.contains(part), part);
    }
    assertFalse(html.contains("nothing to draw yet"), html);
    assertFalse(html.contains("http://") || html.contains("https://"), "loads something");
    try (Stream<Path> files = Files.list(pictures)) {
      assertEquals(
          List.of(
              "clipped.svg",
              "fresh-c.svg",
              "fresh-h.svg",
              "loss.svg",
              "norm.svg",
              "trained-c.svg",
              "trained-h.svg"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    String picture = Files.readString(pictures.resolve("fresh-h.svg"));
    assertTrue(picture.contains("prefers-color-scheme: dark"), picture);
    Cli.run(args).succeeded(); // replaces its own
    assertEquals(picture, Files.readString(pictures.resolve("fresh-h.svg")));
    Files.writeString(pictures.resolve("fresh-c.svg"), "<svg>mine</svg>");
    String message = Cli.run(args).err();
    assertTrue(message.contains("is no picture of rnn4j, so it is not replaced"), message);
    assertEquals("<svg>mine</svg>", Files.readString(pictures.resolve("fresh-c.svg")));
  }

  @Test
  void anyOptimizerThatNeedsNoValidationDescends() throws IOException {
    Object[] copy = {"--problem", "copy", "--cell", "gru", "--length", 20, "--steps", 30};
    for (String optimizer : List.of("sgd", "nesterov", "rmsprop", "adagrad", "adam", "adamw")) {
      JsonNode result = json(Cli.concat(copy, "--optimizer", optimizer));
      JsonNode training = result.get("networks").get(0).get("training");
      assertEquals(30, training.get("steps").asInt(), optimizer);
      assertFalse(training.has("diverged"), optimizer);
    }
  }

  @Test
  void whatDoesNotFitIsRefusedInOneSentence() {
    assertRefused(2, "give one of them", "--data", text, "--problem", "adding");
    assertRefused(2, "--problem must be adding or copy, not sorting", "--problem", "sorting");
    assertRefused(2, "--length is that of a --problem", "--length", 20);
    assertRefused(2, "--length must be 2 to 100000, not 1", "--problem", "adding", "--length", 1);
    assertRefused(2, "for new networks", "--model", text, "--cell", "gru");
    assertRefused(2, "for new networks", "--model", text, "--hidden", 5);
    assertRefused(2, "without dropout", "--dropout", 0.5);
    assertRefused(2, "--distance must be at most 5", "--problem", "adding", "--length", 5);
    assertRefused(2, "learning rate", "--lr", -1);
    assertRefused(2, "a short training has none", "--optimizer", "nt-asgd");
    assertRefused(2, "--forget-bias is for --cell lstm", "--cell", "gru", "--forget-bias", 1);
    assertRefused(1, "there is no folder", "--pictures", folder.resolve("none"));
    assertRefused(1, "there is no such file", "--data", folder.resolve("none.txt"));
    String message = Cli.runWithInput("abc\n", small("--data", "-")).failed(1);
    assertTrue(message.contains("the text has 4 tokens, and going back 8 steps takes 24"), message);
  }

  private static void assertRefused(int code, String reason, Object... options) {
    String message = Cli.run(small(options)).failed(code);
    assertTrue(message.contains(reason), message);
  }
}
