package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rnn4j.core.io.LanguageModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of 16 bits through all commands. */
class WeightsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path text;
  private static Path model;
  private static Path converted;

  @BeforeAll
  static void trainAndConvert() throws IOException {
    text = Cli.text(folder.resolve("text.txt"), 200, 1);
    model = folder.resolve("model.safetensors");
    converted = folder.resolve("small.safetensors");
    Cli.run(Cli.tiny(text, model, "--epochs", 2, "--lr", 0.01)).succeeded();
    Cli.Result result = convert(model, converted, "bf16").succeeded();
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  private static Cli.Result convert(Path from, Path to, String weights) {
    return Cli.run("convert", "--model", from, "--out", to, "--weights", weights);
  }

  private static JsonNode eval(Path file, Object... more) throws IOException {
    Object[] args = {"eval", "--model", file, "--data", text, "--json", "--threads", 1};
    return JSON.readTree(Cli.run(Cli.concat(args, more)).succeeded().out());
  }

  @Test
  void aConvertedModelIsSmallerAndHardlyWorse() throws IOException {
    assertTrue(Files.size(converted) < Files.size(model) - 1000);
    double before = eval(model).get("perplexity").asDouble();
    double after = eval(converted).get("perplexity").asDouble();
    assertEquals(before, after, 0.002 * before);
    assertTrue(before != after, "nothing was rounded");
  }

  @Test
  void roundingInMemoryAndInTheFileAreTheSame() throws IOException {
    assertEquals(eval(converted), eval(model, "--weights", "bf16"));
    assertEquals(eval(model), eval(model, "--weights", "f32"));
    for (String command : new String[] {"generate", "score"}) {
      Object[] args = {command, "--weights", "bf16", "--model"};
      Cli.Result rounded = Cli.runWithInput("the fox\n", Cli.concat(args, model)).succeeded();
      Cli.Result stored = Cli.runWithInput("the fox\n", Cli.concat(args, converted)).succeeded();
      assertEquals(rounded.out(), stored.out());
      assertFalse(stored.out().isBlank());
    }
  }

  /** The same values on the kernels of both formats, which give the same bits. */
  @Test
  void roundedWeightsCanBeComputedWithAsFloats() throws IOException {
    assertEquals(eval(converted), eval(converted, "--weights", "f32"));
  }

  @Test
  void everyKernelsRunThem() throws IOException {
    double scalar = eval(converted, "--kernels", "scalar").get("perplexity").asDouble();
    assertEquals(scalar, eval(converted).get("perplexity").asDouble(), 1e-4);
  }

  @Test
  void infoNamesTheFormat() throws IOException {
    JsonNode before = info(model);
    JsonNode after = info(converted);
    assertEquals("f32", before.get("weights").asText());
    assertEquals("bf16", after.get("weights").asText());
    assertTrue(after.get("bytes").asLong() < before.get("bytes").asLong());
    assertEquals(before.get("parameters"), after.get("parameters"));
    assertEquals(before.get("training"), after.get("training"));
    assertEquals(
        "f32", info(folder.resolve("model.checkpoint.safetensors")).get("weights").asText());
  }

  private static JsonNode info(Path file) throws IOException {
    return JSON.readTree(Cli.run("info", file, "--json").succeeded().out()).get("model");
  }

  @Test
  void peopleReadSizesInLargeUnits() throws IOException {
    String out = Cli.run("info", model).succeeded().out();
    assertTrue(out.lines().anyMatch(l -> l.matches("memory size +[\\d,]+\\.\\d MB")), out);
    assertTrue(out.lines().anyMatch(l -> l.matches("  size +[\\d,]+ bytes")), out);
    String names = Cli.run("info", "--json").succeeded().out();
    assertTrue(JSON.readTree(names).get("memory_bytes").isIntegralNumber(), names);
  }

  @Test
  void controlCharactersOfANameReachNoTerminal() throws IOException {
    Path from = Files.copy(model, folder.resolve("a\u001b[31m"));
    String err = convert(from, folder.resolve("b\u001b[31m"), "bf16").succeeded().err();
    assertFalse(err.contains("\u001b"), err);
    assertTrue(err.contains("a\\u001b[31m") && err.contains("b\\u001b[31m"), err);
  }

  @Test
  void convertingBackKeepsTheRoundedValues() throws IOException {
    Path back = folder.resolve("back.safetensors");
    Path again = folder.resolve("again.safetensors");
    convert(converted, back, "f32").succeeded();
    convert(back, again, "bf16").succeeded();
    assertEquals(Files.size(model), Files.size(back));
    assertArrayEquals(Files.readAllBytes(converted), Files.readAllBytes(again));
  }

  @Test
  void aModelIsNotConvertedOntoItself() throws IOException {
    byte[] before = Files.readAllBytes(model);
    assertTrue(convert(model, model, "bf16").failed(1).contains("would overwrite"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), model);
    assertTrue(convert(model, link, "bf16").failed(1).contains("would overwrite"));
    assertTrue(convert(link, model, "bf16").failed(1).contains("would overwrite"));
    assertArrayEquals(before, Files.readAllBytes(model));
  }

  @Test
  void whatCannotBeConvertedIsOneSentence() {
    Path out = folder.resolve("out");
    Path checkpoint = folder.resolve("model.checkpoint.safetensors");
    assertTrue(convert(checkpoint, out, "bf16").failed(1).contains("checkpoint"));
    assertTrue(convert(text, out, "bf16").failed(1).contains("not a safetensors file"));
    assertTrue(convert(folder.resolve("no"), out, "bf16").failed(1).contains("no such file"));
    assertTrue(convert(model, folder, "bf16").failed(1).contains("it is a folder"));
    Path nowhere = folder.resolve("no").resolve("out");
    assertTrue(convert(model, nowhere, "bf16").failed(1).contains("there is no folder"));
    assertTrue(convert(model, Path.of(""), "bf16").failed(2).contains("--out must name a file"));
    assertFalse(Files.exists(out));
  }

  @Test
  void aCheckpointIsNotReplaced() throws IOException {
    Path checkpoint = folder.resolve("model.checkpoint.safetensors");
    byte[] before = Files.readAllBytes(checkpoint);
    assertTrue(convert(model, checkpoint, "bf16").failed(1).contains("checkpoint of a training"));
    assertArrayEquals(before, Files.readAllBytes(checkpoint));
  }

  @Test
  void weightsThatRoundToInfinityAreRefused() throws IOException {
    LanguageModelFile huge = LanguageModelFile.read(model);
    huge.parameters().values()[7] = Float.MAX_VALUE;
    Path file = folder.resolve("huge.safetensors");
    huge.write(file);
    Path out = folder.resolve("out");
    assertTrue(convert(file, out, "bf16").failed(1).contains("Infinity as bf16"));
    assertFalse(Files.exists(out));
  }

  @Test
  void anUnknownFormatIsAUsageError() {
    assertTrue(convert(model, folder.resolve("out"), "f16").failed(2).contains("f32, bf16"));
    String message = Cli.run("generate", "--model", model, "--weights", "int8").failed(2);
    assertTrue(message.contains("must be one of f32, bf16, not int8"), message);
    assertTrue(Cli.run("convert", "--model", model).failed(2).contains("--out"));
  }

  @Test
  void aModelIsNoTrainingToGoOnWith() {
    String message = Cli.run("train", "--resume", converted).failed(1);
    assertTrue(message.contains("not a training checkpoint"), message);
    Object[] options = {"--resume", converted, "--weights", "bf16"};
    Cli.run(Cli.concat(new Object[] {"train"}, options)).failed(2);
  }
}
