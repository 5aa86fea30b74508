package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One sequence of another, from its data to what is written: trained, resumed, measured, used. */
class SequenceTaskTest {
  private static final String[] GERMAN = {"eins", "zwei", "drei", "vier"};
  private static final String[] ENGLISH = {"one", "two", "three", "four"};

  @TempDir private static Path folder;
  private static Path german;
  private static Path english;
  private static Path model;
  private static String trained;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder source = new StringBuilder();
    StringBuilder target = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      for (int n = random.nextInt(5); n >= 0; n--) {
        int word = random.nextInt(4);
        source.append(GERMAN[word]).append(n > 0 ? " " : "\n");
        target.append(ENGLISH[word]).append(n > 0 ? " " : "\n");
      }
    }
    german = Files.writeString(folder.resolve("a.de"), source);
    english = Files.writeString(folder.resolve("a.en"), target);
    model = folder.resolve("m.safetensors");
    trained = Cli.run(small("--epochs", 16, "--lr-hold", 12, "--out", model)).succeeded().out();
  }

  private static Object[] small(Object... more) {
    return Cli.concat(
        new Object[] {
          "train",
          "--task",
          "seq2seq",
          "--source",
          german,
          "--target",
          english,
          "--test-source",
          german,
          "--test-target",
          english,
          "--hidden",
          24,
          "--embedding",
          16,
          "--dropout",
          0,
          "--lr",
          0.02,
          "--batch",
          16,
          "--threads",
          1
        },
        more);
  }

  @Test
  void theReportComparesForcedAndFreeWriting() {
    assertTrue(trained.contains("teacher forcing  perplexity"), trained);
    assertTrue(trained.contains("free running     token accuracy"), trained);
    assertTrue(trained.contains("BLEU"), trained);
  }

  private static JsonNode evaluated(Object... more) throws IOException {
    Object[] args = {"eval", "--model", model, "--json"};
    return new ObjectMapper().readTree(Cli.run(Cli.concat(args, more)).succeeded().out());
  }

  @Test
  void whatItLearnedIsMeasuredOnAnyNumberOfThreads() throws IOException {
    JsonNode one = evaluated("--source", german, "--target", english, "--threads", 1);
    assertTrue(one.get("exact_match").asDouble() > 0.9, one::toString);
    assertTrue(one.get("perplexity").asDouble() < 1.2, one::toString);
    assertTrue(one.get("bleu").asDouble() > 90, one::toString);
    assertEquals(400, one.get("pairs").asInt());
    assertEquals(
        one.get("forced_token_accuracy").asDouble() - one.get("free_token_accuracy").asDouble(),
        one.get("gap").asDouble(),
        1e-12);
    assertEquals(one, evaluated("--source", german, "--target", english, "--threads", 3));
  }

  @Test
  void otherReferencesAreForTheTextAndNotForThePerplexity() throws IOException {
    Path upper = folder.resolve("upper.en");
    Files.writeString(upper, Files.readString(english).toUpperCase(Locale.ROOT));
    JsonNode same = evaluated("--source", german, "--target", english);
    Object[] args = {"--source", german, "--target", english, "--reference", upper};
    JsonNode other = evaluated(args);
    assertEquals(same.get("perplexity"), other.get("perplexity"));
    assertEquals(0, other.get("bleu").asDouble());
    JsonNode lower = evaluated(Cli.concat(args, "--lower-case", "--bleu", "13a", "--detokenize"));
    assertEquals(same.get("bleu"), lower.get("bleu"));
  }

  @Test
  void linesAreTranslatedInOrderOnAnyNumberOfThreads() {
    StringBuilder lines = new StringBuilder();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.append("%s %s\r\n".formatted(GERMAN[i % 4], GERMAN[i / 4 % 4]));
      words.add("%s %s".formatted(ENGLISH[i % 4], ENGLISH[i / 4 % 4]));
    }
    String one =
        Cli.runWithInput(lines.toString(), "translate", "-m", model, "--threads", 1)
            .succeeded()
            .out();
    assertEquals(words, one.lines().toList());
    String three =
        Cli.runWithInput(lines.toString(), "translate", "-m", model, "--threads", 3)
            .succeeded()
            .out();
    assertEquals(one, three);
  }

  @Test
  void unknownWordsAreCopiedFromWhereTheModelLooked() {
    String out = Cli.runWithInput("qwertz\n", "translate", "-m", model).succeeded().out();
    assertEquals(1, out.lines().count());
    assertTrue(!out.contains("<unk>"), out);
  }

  @Test
  void severalWaysAreCountedAndScored() throws IOException {
    String out =
        Cli.runWithInput(
                "eins zwei\n\ndrei\n", "translate", "-m", model, "--beam", 4, "--n-best", 3)
            .succeeded()
            .out();
    List<String> lines = out.lines().toList();
    assertEquals(9, lines.size());
    assertTrue(lines.get(0).matches("1\t-?\\d+\\.\\d{4}\tone two"), lines.get(0));
    assertTrue(lines.get(8).startsWith("3\t"), lines.get(8));
    String json =
        Cli.runWithInput("eins zwei\n", "translate", "-m", model, "--beam", 2, "--json")
            .succeeded()
            .out();
    JsonNode best = new ObjectMapper().readTree(json).get("translations").get(0);
    assertEquals("one two", best.get("text").asText());
    assertEquals(3, best.get("alignment").size()); // two words and the end
    assertEquals(2, best.get("alignment").get(0).size());
  }

  @Test
  void whatIsDrawnDependsOnTheSeedAndTheLineAlone() {
    Object[] args = {"translate", "-m", model, "--temperature", 3, "--n-best", 2};
    String input = "eins zwei drei\n".repeat(100);
    String one = Cli.runWithInput(input, Cli.concat(args, "--threads", 1)).succeeded().out();
    assertEquals(one, Cli.runWithInput(input, Cli.concat(args, "--threads", 3)).out());
    assertNotEquals(one, Cli.runWithInput(input, Cli.concat(args, "--seed", 2)).out());
    String first = Cli.runWithInput("eins zwei drei\n", args).out();
    assertTrue(one.startsWith(first), one);
    assertTrue(one.lines().map(line -> line.replaceAll(".*\t", "")).distinct().count() > 20, one);
  }

  @Test
  void aResumedTrainingWritesTheSameModel() throws IOException {
    assertResumes();
    assertResumes("--scheduled-sampling", 0.5, "--label-smoothing", 0.1, "--accumulate", 2);
  }

  private static void assertResumes(Object... more) throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Path parts = folder.resolve("parts.safetensors");
    Object[] two = small("--epochs", 2, "--lr-hold", 9, "--out", whole);
    Object[] one = small("--epochs", 1, "--lr-hold", 9, "--out", parts);
    Cli.run(Cli.concat(two, more)).succeeded();
    Cli.run(Cli.concat(one, more)).succeeded();
    Path checkpoint = folder.resolve("parts.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--epochs", 2, "--threads", 1).succeeded();
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(parts));
  }

  /** Each kind of text and of generated pairs; what it learns in a few steps does not matter. */
  @Test
  void everyLevelAndEveryGeneratedKindTrains() throws IOException {
    Path out = folder.resolve("any.safetensors");
    Path table = folder.resolve("t.tsv");
    Files.writeString(table, "one two\teins zwei\nthree\tdrei\n".repeat(3) + "four\tvier\n");
    Object[][] kinds = {
      {"--train", "builtin:summary", "--examples", 30, "--attention", "none"},
      {"--train", "builtin:digits", "--examples", 30, "--attention", "multiplicative"},
      {"--examples", 30, "--tied", "all", "--teacher-forcing", 0.5},
      {"--train", table, "--columns", "2,1", "--level", "bpe", "--merges", 9, "--valid", "none"},
      {"--train", table, "--level", "bpe", "--separate", "--test", table},
      {"--train", table, "--level", "char", "--valid", table, "--tied", "output"}
    };
    for (Object[] kind : kinds) {
      Object[] tiny = {
        "train", "--task", "seq2seq", "--hidden", 8, "--embedding", 8, "--epochs", 1, "--out", out
      };
      Cli.run(Cli.concat(tiny, kind)).succeeded();
    }
    String eval = Cli.run("eval", "--model", out, "--data", table).succeeded().out();
    assertTrue(eval.startsWith("teacher forcing"), eval);
  }

  @Test
  void whatDoesNotFitIsRefusedInOneSentence() throws IOException {
    Path shorter = Files.writeString(folder.resolve("short.en"), "one\n");
    Path ragged = Files.writeString(folder.resolve("ragged.tsv"), "a\tb\nc\n");
    Path out = folder.resolve("no.safetensors");
    String counts = failed(1, "--source", german, "--target", shorter, "--out", out);
    assertTrue(counts.contains("a.de has a line 2, but"), counts);
    assertTrue(failed(1, "--train", ragged, "--out", out).contains("line 2"));
    assertTrue(failed(2, "--train", "builtin:poems").contains("builtin:summary"));
    assertTrue(failed(2, "--columns", "0,1").contains("as in 2,1"));
    assertTrue(failed(2, "--source", german).contains("both source and target"));
    assertTrue(failed(2, "--teacher-forcing", 2).contains("0 to 1, not 2"));
    assertTrue(failed(2, "--scheduled-sampling", 2).contains("0 to 1, not 2"));
    assertTrue(failed(2, "--merges", 5).contains("--level bpe"));
    assertTrue(failed(2, "--train", ragged, "--examples", 5).contains("generated pairs"));
    String both = Cli.run("eval", "-m", model, "--data", ragged, "--source", german).failed(2);
    assertTrue(both.contains("--data, or both"), both);
    String frames = Cli.run("eval", "-m", model, "--data", "builtin:digits").failed(2);
    assertTrue(frames.contains("reads text"), frames);
    String best = Cli.run("translate", "-m", model, "--n-best", 2).failed(2);
    assertTrue(best.contains("--beam as wide"), best);
    String topP = Cli.run("translate", "-m", model, "--top-p", 0.5).failed(2);
    assertTrue(topP.contains("--temperature"), topP);
  }

  private static String failed(int code, Object... more) {
    return Cli.run(Cli.concat(new Object[] {"train", "--task", "seq2seq"}, more)).failed(code);
  }
}
