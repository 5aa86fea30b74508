package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.QuestionAnswererFile;
import dev.rnn4j.core.model.QuestionAnswerer;
import dev.rnn4j.core.model.QuestionAnswerer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training, evaluating and using a model that answers questions. */
class AnswerTaskTest {
  private static final String STORY = "Ben went to the office. Anna is in the garden now.";

  @TempDir private static Path folder;
  private static Path model;
  private static Cli.Result trained;

  @BeforeAll
  static void train() {
    model = folder.resolve("m.safetensors");
    trained = Cli.run(tiny(model, "--epochs", 2)).succeeded();
  }

  private static Object[] tiny(Path out, Object... more) {
    Object[] first = {
      "train", "--task", "answer", "--out", out, "--stories", 60, "--hidden", 8, "--embedding", 6
    };
    Object[] all = new Object[first.length + more.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  @Test
  void aTrainingReportsTheTestBesideGuesses() {
    assertTrue(trained.out().contains("this model "), trained.out());
    assertTrue(trained.out().contains("the most frequent answer "), trained.out());
    assertTrue(trained.out().contains("the most frequent of each question "), trained.out());
    assertTrue(trained.out().contains("  Where is "), trained.out());
    assertTrue(trained.err().contains("60 / 500 / 1,000 stories"), trained.err());
  }

  @Test
  void aResumedTrainingGivesTheSameModel() throws IOException {
    Path resumed = folder.resolve("r.safetensors");
    Cli.run(tiny(resumed, "--epochs", 1)).succeeded();
    Path checkpoint = folder.resolve("r.checkpoint.safetensors");
    Cli.run("train", "--task", "answer", "--resume", checkpoint, "--epochs", 2).succeeded();
    assertArrayEquals(
        QuestionAnswererFile.read(folder.resolve("m.safetensors")).parameters().values(),
        QuestionAnswererFile.read(resumed).parameters().values());
  }

  @Test
  void answersComeInOrderFromAnyNumberOfThreads() throws IOException {
    QuestionAnswerer loaded = QuestionAnswererFile.load(model);
    StringBuilder input = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String story = STORY.substring(0, i % STORY.length());
      String question = i % 2 == 0 ? "Where is Ben?" : "Where is Anna?";
      input.append(story).append('\t').append(question).append(i % 3 == 0 ? "\tx\r\n" : "\n");
      Answer answer = loaded.answer(story, question);
      expected.append(
          String.format(
              Locale.ROOT, "%s\t%.4f\t%s%n", answer.text(), answer.probability(), question));
    }
    for (int threads = 1; threads <= 3; threads++) {
      Cli.Result result =
          Cli.runWithInput(input.toString(), "answer", "-m", model, "--threads", threads);
      assertEquals(expected.toString(), result.succeeded().out());
    }
  }

  @Test
  void attentionIsPrintedAsJson() {
    String line = STORY + "\tWhere is Ben?\n";
    String out = Cli.runWithInput(line, "answer", "-m", model, "--json").succeeded().out();
    assertTrue(out.startsWith("{\"line\":1,\"question\":\"Where is Ben?\",\"answer\":"), out);
    assertTrue(out.contains("{\"word\":\"office\",\"weight\":0."), out);
    String chosen =
        Cli.runWithInput(line, "answer", "-m", model, "--choices", "market").succeeded().out();
    assertEquals("market\t1.0000\tWhere is Ben?", chosen.strip());
  }

  @Test
  void filesOfStoriesAreLearnedAndCounted() throws IOException {
    Path stories = folder.resolve("stories.tsv");
    Files.writeString(stories, "Ben is in.\tWho?\tBen\nAnna is in.\tWho?\tAnna\n".repeat(20));
    Path out = folder.resolve("f.safetensors");
    Cli.run(
            "train",
            "--task",
            "answer",
            "--train",
            stories,
            "--valid",
            stories,
            "--test",
            stories,
            "--out",
            out,
            "--hidden",
            8,
            "--embedding",
            6,
            "--epochs",
            12,
            "--lr",
            0.05)
        .succeeded();
    Cli.Result result = Cli.run("eval", "-m", out, "--data", stories, "--json").succeeded();
    assertEquals(
        "{\"questions\":40,\"accuracy\":1.0,\"most_frequent_answer_accuracy\":0.5}",
        result.out().strip());
    Files.writeString(stories, "Ben is in.\tWho?\tZoe\n");
    result = Cli.run("eval", "-m", out, "--data", stories).succeeded();
    assertTrue(result.err().contains("1 answer of the text the model does not know"), result.err());
  }

  @Test
  void whatCannotBeUsedIsSaidInOneSentence() throws IOException {
    Path one = Files.writeString(folder.resolve("one.tsv"), "a\tb\tc\n");
    assertTrue(
        Cli.run("train", "--task", "answer", "--train", one, "--out", folder.resolve("x"))
            .failed(1)
            .contains("has one answer only"));
    assertTrue(
        Cli.run(tiny(folder.resolve("x"), "--train", one)).failed(2).contains("--stories is for"));
    String bad = Cli.runWithInput("no tab\n", "answer", "-m", model).failed(1);
    assertTrue(bad.contains("standard input has 1 column in line 1; give a story"), bad);
    String choice = Cli.runWithInput("", "answer", "-m", model, "--choices", "moon").failed(2);
    assertTrue(choice.contains("\"moon\" is not one of the"), choice);
    Path text = Cli.text(folder.resolve("train.txt"), 60, 1);
    Path other = folder.resolve("lm.safetensors");
    Cli.run(Cli.tiny(text, other, "--epochs", 1)).succeeded();
    String kind = Cli.runWithInput("a\tb\n", "answer", "-m", other).failed(1);
    assertTrue(kind.contains("language-model"), kind);
    String checkpoint =
        Cli.runWithInput("a\tb\n", "answer", "-m", folder.resolve("m.checkpoint.safetensors"))
            .failed(1);
    assertTrue(checkpoint.contains("is the checkpoint of a training"), checkpoint);
  }
}
