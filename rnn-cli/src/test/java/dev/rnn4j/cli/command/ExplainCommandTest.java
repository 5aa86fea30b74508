package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Unit;
import dev.rnn4j.core.model.UnitReader;
import dev.rnn4j.core.text.TextEncoder;
import dev.rnn4j.core.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  /** With an empty line, a return, a character that is unknown, and no line end at the end. */
  private static final String TEXT = "the fox sees\r\n\nthe \u2603 dog\nthe cat";

  private static final String LINES = TEXT + "\n";

  @TempDir private static Path folder;
  private static Path model;
  private static Path words;

  @BeforeAll
  static void train() throws IOException {
    Path train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
    words = folder.resolve("words.safetensors");
    Cli.run(Cli.tiny(train, model, "--epochs", 1, "--layers", 2)).succeeded();
    Cli.run(Cli.tiny(train, words, "--epochs", 1, "--level", "word", "--cell", "gru")).succeeded();
  }

  private static String line(LanguageModel loaded, int id, double value) {
    String token = VisibleText.of(loaded.vocabulary().token(id));
    return String.format(Locale.ROOT, "%.4f\t%s%n", value, token);
  }

  @Test
  void surprisalsAreThoseOfEveryLineByItself() throws IOException {
    for (Path file : new Path[] {model, words}) {
      LanguageModel loaded = LanguageModelFile.load(file);
      LanguageModelSession session = loaded.newSession();
      StringBuilder expected = new StringBuilder();
      for (String text : LINES.split("(?<=\n)", -1)) {
        int[] ids = new TextEncoder(loaded.vocabulary()).encode(text).ids();
        double[] scores = session.score(ids);
        for (int n = 0; n < ids.length; n++) {
          expected.append(line(loaded, ids[n], -scores[n] / Math.log(2)));
        }
      }
      assertEquals(
          expected.toString(), Cli.runWithInput(TEXT, "explain", "-m", file).succeeded().out());
    }
  }

  @Test
  void aUnitIsFollowedThroughTheWholeText() throws IOException {
    assertUnit(model, new Unit(0, 2, "f"), "--unit", 2, "--layer", 0, "--value", "f");
    assertUnit(model, new Unit(1, 11, "h"), "--unit", 11);
    assertUnit(words, new Unit(1, 0, "z"), "--unit", 0, "--value", "z", "--layer", 1);
  }

  private static void assertUnit(Path file, Unit unit, Object... options) throws IOException {
    LanguageModel loaded = LanguageModelFile.load(file);
    UnitReader reader = new UnitReader(loaded, unit);
    StringBuilder expected = new StringBuilder();
    for (int id : new TextEncoder(loaded.vocabulary()).encode(LINES).ids()) {
      expected.append(line(loaded, id, reader.read(id)));
    }
    Object[] args = Cli.concat(new Object[] {"explain", "-m", file}, options);
    assertEquals(expected.toString(), Cli.runWithInput(TEXT, args).succeeded().out());
  }

  @Test
  void aPageHasTheWholeTextAndReplacesAPage() throws IOException {
    Path page = Files.createFile(folder.resolve("p.html"));
    Cli.runWithInput("the cat\n", "explain", "-m", words, "--out", page).succeeded();
    assertTrue(Files.readString(page).contains(">the</span>"), Files.readString(page));
    assertTrue(Files.readString(page).contains("> cat</span>"), Files.readString(page));
    String[] unit = {"--unit", "1"};
    Object[] args = {"explain", "-m", model, "--out", page};
    Cli.Result result = Cli.runWithInput(TEXT, Cli.concat(args, (Object[]) unit)).succeeded();
    assertEquals("", result.out());
    String html = Files.readString(page);
    assertTrue(html.contains("A text coloured by h of unit 1 in layer 1"), html);
    assertFalse(html.contains("surprisal"), html);
    assertTrue(html.contains(">&lt;unk&gt;</span>"), html);
  }

  @Test
  void nothingButAPageIsReplaced() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.html"), "<p>mine</p>");
    String message = Cli.runWithInput(TEXT, "explain", "-m", model, "--out", mine).failed(1);
    assertTrue(message.contains("is no page of rnn4j, so it is not replaced"), message);
    assertEquals("<p>mine</p>", Files.readString(mine));
    message = Cli.run("explain", "-m", model, "--data", mine, "--out", mine).failed(1);
    assertTrue(message.contains("which is read"), message);
    Path nowhere = folder.resolve("none/p.html");
    message = Cli.runWithInput(TEXT, "explain", "-m", model, "--out", nowhere).failed(1);
    assertTrue(message.contains("there is no folder"), message);
  }

  @Test
  void aTextThatNoBrowserShowsLeavesThePage() throws IOException {
    Path page = folder.resolve("long.html");
    String most = "the fox\n".repeat(12_500);
    Cli.runWithInput(most, "explain", "-m", model, "--out", page).succeeded();
    long size = Files.size(page);
    String message = Cli.runWithInput(most + "\n", "explain", "-m", model, "--out", page).failed(1);
    assertTrue(message.contains("at most 100,000 tokens"), message);
    assertEquals(size, Files.size(page));
  }

  @Test
  void unitsThatAreNotThereAreRefused() {
    assertRefused("give --unit N", "--value", "f");
    assertRefused("give --unit N", "--layer", 0);
    assertRefused("the units of layer 1 are 0 to 11, not 12", "--unit", 12);
    assertRefused("the layers of the model are 0 to 1, not 2", "--unit", 0, "--layer", 2);
    assertRefused("has the values h, c, i, f, g, o, not z", "--unit", 1, "--value", "z");
    assertRefused("--unit must be 0 or more, not -1", "--unit", -1);
  }

  private static void assertRefused(String reason, Object... options) {
    Object[] args = Cli.concat(new Object[] {"explain", "-m", model}, options);
    String message = Cli.runWithInput(TEXT, args).failed(2);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void whatIsNoTextIsOneSentence() {
    assertTrue(Cli.run("explain", "-m", model).failed(1).contains("standard input is empty"));
    byte[] binary = {'a', (byte) 0xff, 0};
    assertTrue(Cli.runWithInput(binary, "explain", "-m", model).failed(1).contains("not UTF-8"));
  }

  @Test
  void aModelOfAnotherKindIsRefused() throws IOException {
    Path data = folder.resolve("tags.tsv");
    Files.writeString(data, "a\tX\nb\tY\n\n".repeat(20));
    Path tagger = folder.resolve("tagger.safetensors");
    Object[] train = {"train", "--task", "tag", "--train", data, "--out", tagger, "--epochs", 1};
    Cli.run(Cli.concat(train, "--threads", 1)).succeeded();
    String message = Cli.runWithInput(TEXT, "explain", "-m", tagger).failed(1);
    assertTrue(message.contains("it is not a language model but \"tagger/1\""), message);
  }

  @Test
  void wordsSpelledLikeSpecialTokensAreNoted() {
    String err = Cli.runWithInput("the <eos> fox\n", "explain", "-m", words).succeeded().err();
    assertTrue(err.contains("note: 1 of the words of the text are spelled <eos>"), err);
    err = Cli.runWithInput("the\rfox\n", "explain", "-m", model).succeeded().err();
    assertTrue(err.contains("returns (CR)"), err);
    assertEquals("", Cli.runWithInput(TEXT, "explain", "-m", model).succeeded().err());
  }

  @Test
  void surprisalsSumToWhatScoringFinds() {
    double[] explained =
        Cli.runWithInput("the fox\n", "explain", "-m", model)
            .succeeded()
            .out()
            .lines()
            .mapToDouble(line -> Double.parseDouble(line.substring(0, line.indexOf('\t'))))
            .toArray();
    String scored = Cli.runWithInput("the fox\n", "score", "-m", model).succeeded().out();
    double nats = Double.parseDouble(scored.substring(0, scored.indexOf('\t')));
    assertEquals(-nats / Math.log(2), Arrays.stream(explained).sum(), 8 * 1e-4);
  }
}
