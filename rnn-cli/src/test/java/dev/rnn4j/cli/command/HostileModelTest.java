package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.NamedTensor;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models from elsewhere: damaged ones, ill-meant ones, and sound ones of other programs. */
class HostileModelTest {
  private static final String EVIL = "\u001b[31m\u202e\u009b\u0007";

  @TempDir private Path folder = Path.of("");

  /** A small model of characters. */
  private Path model(List<String> tokens, Map<String, String> notes) throws IOException {
    LanguageModelConfig config =
        new LanguageModelConfig(new GruCell(), tokens.size(), 3, List.of(4), 0, false);
    Parameters parameters = config.newParameters(Initialization.uniform(0.5f), new RandomSource(1));
    Path file = folder.resolve("model.safetensors");
    new LanguageModelFile(config, new Vocabulary(Level.CHARACTER, tokens), parameters, notes)
        .write(file);
    return file;
  }

  private Path model() throws IOException {
    return model(List.of("\n", "a", "b"), Map.of());
  }

  private static void assertVisible(String text) {
    assertTrue(
        text.codePoints().noneMatch(c -> (Character.isISOControl(c) && c != '\n') || c == 0x202e),
        text);
  }

  @Test
  void infoShowsWhatATerminalWouldObeyAndJsonKeepsIt() throws IOException {
    String huge = "x".repeat(1 << 20);
    Path file = model(List.of("\n", "a"), Map.of("key" + EVIL, EVIL, "huge", huge));
    Cli.Result shown = Cli.run("info", file).succeeded();
    assertVisible(shown.out());
    assertTrue(shown.out().contains("key\\u001b[31m\\u202e\\u009b\\u0007"), shown.out());
    assertTrue(shown.out().contains("xxx... (1048576 characters)"));
    assertTrue(shown.out().length() < 5000);
    JsonNode json = new ObjectMapper().readTree(Cli.run("info", file, "--json").succeeded().out());
    assertEquals(EVIL, json.get("model").get("training").get("key" + EVIL).asText());
    assertEquals(huge, json.get("model").get("training").get("huge").asText());
  }

  @Test
  void tokensAreShownAsEscapesAndPipedResultsKeepThem() throws IOException {
    Path file = model(List.of("\n", "\u001b", "\u202e", "\t"), Map.of());
    Cli.Result scored = Cli.runWithInput("\u001b\t\u202e\n", "score", "--model", file, "--tokens");
    List<String> lines = scored.succeeded().out().lines().toList();
    assertTrue(lines.get(0).endsWith("\t\u001b\t\u202e"), lines.toString());
    assertEquals(
        List.of("\\u001b", "\\t", "\\u202e", "\\n"),
        lines.stream().skip(1).map(line -> line.substring(line.lastIndexOf('\t') + 1)).toList());
    String text = Cli.run("generate", "--model", file, "--length", 100).succeeded().out();
    assertTrue(text.contains("\u001b") && text.contains("\u202e"), "a result keeps its bytes");
  }

  @Test
  void errorSentencesAreVisibleWhateverTheyQuote() throws IOException {
    Path file = model();
    Object[][] commands = {
      {"info", folder.resolve("no\u001b[2J\u202esuch")},
      {"score", "--model", folder.resolve("no\u009b"), "--data", "x"},
      {"generate", "--model", file, "--prompt", EVIL},
      {"generate", "--model", file, "--stop", EVIL},
      {"generate", "--model", file, "--kernels", EVIL},
      {"generate", "--model", file, EVIL},
      {"info", folder.resolve("no\u0007such"), "--stacktrace"}
    };
    for (Object[] command : commands) {
      Cli.Result result = Cli.run(command);
      assertTrue(result.exitCode() != 0, result.out());
      assertVisible(result.err().replace("\t", ""));
    }
  }

  @Test
  void aModelOfNoNumbersWritesNothing() throws IOException {
    Path file = model();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 2] = (byte) 0xc0; // the last bias of the decoder
    bytes[bytes.length - 1] = (byte) 0x7f;
    Files.write(file, bytes);
    Path text = Files.writeString(folder.resolve("text"), "ab\n");
    Path out = folder.resolve("out");
    Object[][] commands = {
      {"info", file},
      {"eval", "--model", file, "--data", text},
      {"score", "--model", file, "--data", text},
      {"generate", "--model", file},
      {"convert", "--model", file, "--out", out, "--weights", "bf16"}
    };
    for (Object[] command : commands) {
      String message = Cli.run(command).failed(1);
      assertTrue(message.contains("parameter decoder.bias has the value NaN at [2]"), message);
    }
    assertFalse(Files.exists(out));
  }

  @Test
  void generatingEndsAfterTheStopToken() throws IOException {
    Path file = model();
    Object[] args = {"generate", "--model", file, "--length", 200, "--seed", 3};
    String all = Cli.run(args).succeeded().out();
    String line = Cli.run(Cli.concat(args, "--stop", "\\n")).succeeded().out();
    assertEquals(all.substring(0, all.indexOf('\n') + 1), line);
    String toB = Cli.run(Cli.concat(args, "--stop", "b")).succeeded().out();
    assertEquals(all.substring(0, all.indexOf('b') + 1), toB.stripTrailing());
    String message = Cli.run(Cli.concat(args, "--stop", "z")).failed(1);
    assertTrue(message.endsWith("--stop: \"z\" is not a token of this model"), message);
  }

  @Test
  void anUnknownTokenIsAnErrorWhereTheModelHasNoUnk() throws IOException {
    Path file = model();
    Cli.run("generate", "--model", file, "--prompt", "ab", "--length", 20).succeeded();
    Cli.runWithInput("abba\n", "score", "--model", file).succeeded();
    String expected = "\"Z\" is not in the vocabulary, and there is no <unk>";
    Path text = Files.writeString(folder.resolve("text"), "abZ\n");
    assertTrue(Cli.run("generate", "--model", file, "--prompt", "Z").failed(1).contains(expected));
    assertTrue(Cli.run("score", "--model", file, "--data", text).failed(1).contains(expected));
    assertTrue(Cli.run("eval", "--model", file, "--data", text).failed(1).contains(expected));
  }

  @Test
  void tensorsThatAreNotTheModelsAreNamed() throws IOException {
    Path plain = model();
    Path file = folder.resolve("more.safetensors");
    try (SafetensorsReader in = Safetensors.open(plain)) {
      List<NamedTensor> tensors = new ArrayList<>();
      for (String name : in.names()) {
        tensors.add(NamedTensor.floats(name, in.shape(name), in.floats(name), 0));
      }
      tensors.add(NamedTensor.longs("step" + EVIL, List.of(), 7));
      Safetensors.write(file, in.metadata(), tensors);
    }
    Object[] args = {"generate", "--length", 30, "--model"};
    Cli.Result more = Cli.run(Cli.concat(args, file)).succeeded();
    assertEquals(Cli.run(Cli.concat(args, plain)).succeeded().out(), more.out());
    assertTrue(more.err().contains("ignored: step\\u001b[31m\\u202e\\u009b\\u0007"), more.err());
    assertVisible(more.err());
    assertTrue(Cli.run("info", file).succeeded().out().contains("step\\u001b"));
  }

  @Test
  void aFileOfANewerVersionIsCalledSo() throws IOException {
    Path plain = model();
    Path file = folder.resolve("newer.safetensors");
    try (SafetensorsReader in = Safetensors.open(plain)) {
      for (String version : List.of("language-model/3", "training-checkpoint/3")) {
        Map<String, String> metadata = new LinkedHashMap<>(in.metadata());
        metadata.put("rnn4j", version);
        Safetensors.write(file, metadata, List.of());
        String message = Cli.run("info", file).failed(1);
        assertTrue(message.contains("of a newer version of this project"), message);
      }
    }
    assertTrue(Cli.run("train", "--resume", file).failed(1).contains("newer version"));
  }

  @Test
  void whatOlderVersionsWouldComputeWronglySaysSo() throws IOException {
    Path text = Cli.text(folder.resolve("train.txt"), 60, 1);
    Path model = folder.resolve("peepholes.safetensors");
    Path checkpoint = folder.resolve("peepholes.checkpoint.safetensors");
    Cli.run(Cli.tiny(text, model, "--peepholes", "--epochs", 1)).succeeded();
    assertEquals("language-model/2", version(model));
    assertEquals("training-checkpoint/2", version(checkpoint));
    Cli.run("train", "--resume", checkpoint, "--threads", 1, "--epochs", 2).succeeded();
    Cli.run(Cli.tiny(text, model, "--epochs", 1)).succeeded();
    assertEquals("language-model/1", version(model));
  }

  private static String version(Path file) throws IOException {
    try (SafetensorsReader in = Safetensors.open(file)) {
      return in.metadata().getOrDefault("rnn4j", "");
    }
  }

  @Test
  void aTextGivenAsAModelIsCalledOne() throws IOException {
    Path text = Files.writeString(folder.resolve("text.txt"), "{ not a model\n".repeat(100));
    for (Object[] args : new Object[][] {{"info", text}, {"generate", "--model", text}}) {
      String message = Cli.run(args).failed(1);
      assertTrue(message.endsWith("not a safetensors file; it seems to be text"), message);
    }
  }
}
