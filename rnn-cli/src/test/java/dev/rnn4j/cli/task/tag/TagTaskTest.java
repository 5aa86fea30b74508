package dev.rnn4j.cli.task.tag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rnn4j.cli.command.Cli;
import dev.rnn4j.core.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taggers on the command line: trained, resumed, evaluated, used. */
class TagTaskTest {
  @TempDir private Path folder;
  private Path train;
  private Path model;

  @BeforeEach
  void sentences() throws IOException {
    model = folder.resolve("m.safetensors");
    train = Files.writeString(folder.resolve("train.tsv"), sentences(0, 60));
  }

  private static String sentences(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      String name = "" + (char) ('B' + i % 20) + (char) ('a' + i % 7) + "nia";
      text.append("she\tO\nsaw\tO\n").append(name).append("\tB-L\n").append(name);
      text.append("\tI-L\n\nin\tO\n").append(name).append("\tB-L\n\n");
    }
    return text.toString();
  }

  private Cli.Result train(Path out, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of("train", "--task", "tag", "--train", train, "--out", out, "--threads", 1));
    args.addAll(
        List.of(
            "--hidden",
            8,
            "--embedding",
            6,
            "--char-width",
            8,
            "--char-embedding",
            4,
            "--lr-hold",
            9,
            "--batch",
            8,
            "--dropout",
            0.1));
    args.addAll(Arrays.asList(more));
    return Cli.run(args.toArray());
  }

  @Test
  void labelsOfASoftmaxMayBeSmoothed() throws IOException {
    train(model, "--epochs", 1).succeeded();
    byte[] plain = Files.readAllBytes(model);
    String err = train(model, "--epochs", 1, "--label-smoothing", 0.3).succeeded().err();
    assertTrue(err.contains("batch 8, label smoothing 0.3"), err);
    assertFalse(Arrays.equals(plain, Files.readAllBytes(model)));
    String refused = train(model, "--crf", "--label-smoothing", 0.3).failed(2);
    assertTrue(refused.contains("--crf has none"), refused);
  }

  @Test
  void aTaggerIsTrainedEvaluatedAndUsed() throws IOException {
    Cli.Result trained = train(model, "--epochs", 12, "--crf").succeeded();
    assertTrue(trained.err().contains("in the scheme IOB2"), trained.err());
    assertTrue(trained.err().contains("conditional random field"), trained.err());
    assertTrue(trained.out().contains("F1 100.00%"), trained.out());
    Path test = Files.writeString(folder.resolve("test.conll"), sentences(60, 70));
    String evaluated =
        Cli.run("eval", "--model", model, "--data", test, "--json").succeeded().out();
    JsonNode scores = new ObjectMapper().readTree(evaluated);
    assertEquals(60, scores.get("words").asInt());
    assertEquals(1, scores.get("types").get("L").get("f1").asDouble());
    assertEquals(
        "she O\nsaw O\nBania B-L\n\n\nin O\nFonia B-L\n\n",
        Cli.runWithInput("she saw Bania\n\nin Fonia\n", "tag", "--model", model, "--to", "conll")
            .succeeded()
            .out());
  }

  @Test
  void answersAreThoseOfOneThreadInOneOrder() throws IOException {
    train(model, "--epochs", 1).succeeded();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      text.append("she saw it ".repeat(i % 7)).append("w").append(i).append('\n');
    }
    String alone = Cli.runWithInput(text.toString(), "tag", "--model", model, "--threads", 1).out();
    String together =
        Cli.runWithInput(text.toString(), "tag", "--model", model, "--threads", 3).out();
    assertEquals(alone, together);
    assertEquals(3000, alone.lines().filter(line -> line.startsWith("w")).count());
    assertTrue(alone.lines().findFirst().orElse("").matches("w0\t[-A-Z]+\t[01]\\.\\d{4}"), alone);
  }

  @Test
  void jsonHasEntities() throws IOException {
    train(model, "--epochs", 12, "--crf").succeeded();
    String line =
        Cli.runWithInput(
                "she\t1\nsaw\t2\nBania\t3\nBania\t4\n",
                "tag",
                "-m",
                model,
                "--format",
                "tsv",
                "--to",
                "json")
            .succeeded()
            .out();
    JsonNode json = new ObjectMapper().readTree(line);
    assertEquals("saw", json.get("tokens").get(1).get("token").asText());
    assertEquals("L", json.get("entities").get(0).get("type").asText());
    assertEquals(2, json.get("entities").get(0).get("from").asInt());
    assertEquals(4, json.get("entities").get(0).get("to").asInt());
  }

  @Test
  void tagsThatTheModelDoesNotKnowAreNamed() throws IOException {
    Path some = Files.writeString(folder.resolve("some.tsv"), "she\tO\nParis\tB-X\n\n");
    String note = " words of " + some + " have a tag that the model does not know, the first of";
    Cli.Result trained = train(model, "--epochs", 1, "--valid", some).succeeded();
    assertTrue(trained.err().contains("1 of 2" + note + " them B-X"), trained.err());
    Cli.Result measured = Cli.run("eval", "-m", model, "--data", some).succeeded();
    assertTrue(measured.err().contains("1 of 2" + note + " them B-X"), measured.err());
    Path none = Files.writeString(folder.resolve("none.tsv"), "she\tPRON\nsaw\tVERB\n\n");
    String refused = train(model, "--epochs", 1, "--valid", none).failed(1);
    assertTrue(refused.contains(none + " has none of the model's tags"), refused);
    refused = Cli.run("eval", "-m", model, "--data", none).failed(1);
    assertTrue(refused.contains(none + " has none of the model's tags"), refused);
  }

  @Test
  void tagsThatAreNoEntitiesAreNotTakenForSome() throws IOException {
    Files.writeString(train, "she\tPRON\nsaw\tVERB\n\nit\tPRON\nate\tVERB\n\n".repeat(20));
    train(model, "--epochs", 1).succeeded();
    String line =
        Cli.runWithInput("she saw\n", "tag", "-m", model, "--to", "json").succeeded().out();
    JsonNode json = new ObjectMapper().readTree(line);
    assertEquals(2, json.get("tokens").size());
    assertNull(json.get("entities"));
  }

  @Test
  void aResumedTrainingIsOneThatNeverStopped() throws IOException {
    Path vectors = Files.writeString(folder.resolve("v.txt"), "She 1 2 3 4 5 6\nx 6 5 4 3 2 1\n");
    Object[] options = {
      "--chars", "convolution", "--vectors", vectors, "--scheme", "bioes", "--valid", "none"
    };
    Path whole = folder.resolve("whole.safetensors");
    train(whole, Cli.concat(options, new Object[] {"--epochs", 3})).succeeded();
    Cli.Result begun = train(model, Cli.concat(options, new Object[] {"--epochs", 1})).succeeded();
    assertTrue(begun.err().contains("words of the table begin with a vector"), begun.err());
    Path checkpoint = folder.resolve("m.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--epochs", 3, "--threads", 2).succeeded();
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
    Files.writeString(train, sentences(0, 60) + sentences(0, 1));
    String changed = Cli.run("train", "--resume", checkpoint, "--epochs", 4).err();
    assertTrue(changed.contains("the data has changed"), changed);
  }

  @Test
  void epochsThatImproveNothingLeaveNoTraceOfBeingResumed() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Object[] steep = {"--lr", 3, "--valid", train};
    train(whole, Cli.concat(steep, "--epochs", 4)).succeeded();
    train(model, Cli.concat(steep, "--epochs", 2)).succeeded();
    Path checkpoint = folder.resolve("m.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--epochs", 4, "--threads", 1).succeeded();
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
    String best = ModelFile.read(model).training().getOrDefault("best_epoch", "");
    assertTrue(best.equals("1") || best.equals("2"), "best epoch " + best + ": tests nothing");
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain.tsv"), "she saw\n");
    train = plain;
    assertTrue(train(model).failed(1).contains("plain.tsv, line 1: no tag in column 2"));
    train = Files.writeString(folder.resolve("pos.conll"), "she PRON\nsaw VERB\n\n".repeat(10));
    assertTrue(train(model, "--scheme", "iob2").failed(2).contains("--scheme is for tags such as"));
    assertTrue(train(model, "--format", "plain").failed(2).contains("has no tags"));
    String odd = Cli.run("train", "--task", "tag", "--train", train, "--char-width", 7).failed(2);
    assertTrue(odd.contains("even for two directions, not 7"), odd);
    String unknown = train(model, "--chars", "x").failed(2);
    assertTrue(unknown.contains("none, recurrent, convolution"), unknown);
    train(model, "--epochs", 1, "--chars", "none", "--crf").succeeded();
    Path other = Files.writeString(folder.resolve("other.conll"), "she P\nsaw V\n");
    String none = Cli.run("eval", "-m", model, "--data", other).failed(1);
    assertTrue(none.contains("none of the model's tags, 2 labels: PRON, VERB"), none);
    Path lm = folder.resolve("lm.safetensors");
    Path text = Cli.text(folder.resolve("t.txt"), 60, 1);
    Cli.run(Cli.tiny(text, lm, "--epochs", 1)).succeeded();
    String kind = Cli.run("tag", "-m", lm).failed(1);
    assertTrue(kind.contains("language-model"), kind);
  }
}
