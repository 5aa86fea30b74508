package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of texts: what is held out, and what is probably not meant. */
class TextNotesTest {
  @TempDir private static Path folder;
  private static Path train;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
    Cli.run(Cli.tiny(train, model, "--level", "word", "--epochs", 1)).succeeded();
  }

  @Test
  void aTextWithoutOdditiesHasNoNotes() {
    assertFalse(trainOn(train).contains("note  "));
    for (String command : List.of("eval", "score")) {
      String err = Cli.run(command, "-m", model, "--data", train).succeeded().err();
      assertFalse(err.contains("note"), err);
    }
  }

  @Test
  void returnsInsteadOfLineEndsAreNoted() throws IOException {
    String mac = Files.readString(train).replace('\n', '\r');
    Path file = Files.writeString(folder.resolve("mac.txt"), mac);
    String note = "text is a single line with returns (CR) in it";
    assertTrue(trainOn(file).contains("the training " + note));
    assertTrue(trainOn(file, "--valid", file).contains("the validation " + note));
    assertTrue(trainOn(file, "--level", "char").contains("the training " + note));
    for (String command : List.of("eval", "score")) {
      String err = Cli.run(command, "-m", model, "--data", file).succeeded().err();
      assertTrue(err.contains("the " + note), err);
      String two = Files.readString(train).replace("\n", "\r\n");
      err = Cli.runWithInput(two, command, "-m", model, "--data", "-").succeeded().err();
      assertFalse(err.contains("note"), err);
      err = Cli.runWithInput("the fox\r", command, "-m", model, "--data", "-").succeeded().err();
      assertFalse(err.contains("note"), err);
    }
  }

  @Test
  void wordsSpelledLikeSpecialTokensAreNoted() throws IOException {
    String text = "the <eos> dog\nthe <unk> sees <unk>\n";
    Path file = Files.writeString(folder.resolve("special.txt"), text.repeat(20));
    String ends = "20 of the words of the training text are spelled <eos>";
    String unknown = "40 of the words of the training text are spelled <unk>";
    String err = trainOn(file);
    assertTrue(err.contains(ends) && err.contains(unknown), err);
    assertFalse(trainOn(file, "--level", "char").contains("spelled"));
    for (String command : List.of("eval", "score")) {
      err = Cli.run(command, "-m", model, "--data", file).succeeded().err();
      assertTrue(err.contains("20 of the words of the text are spelled <eos>"), err);
      assertTrue(err.contains("40 of the words of the text are spelled <unk>"), err);
    }
  }

  @Test
  void theHeldOutPartOfALineIsCutBetweenWordsAndItsTokensAreCounted() throws IOException {
    String words = "elephantine chromosome alphabetical dandelions bicycle ".repeat(800).strip();
    Path file = Files.writeString(folder.resolve("line.txt"), words);
    Path out = folder.resolve("line.safetensors");
    String err = Cli.run(Cli.tiny(file, out, "--level", "word", "--epochs", 1)).succeeded().err();
    assertTrue(err.contains("line.txt: 3,800 / 201 / 0 tokens"), err);
    assertTrue(err.contains("the last 201 tokens (5.0%)"), err);
    assertEquals(
        List.of(
            "elephantine", "chromosome", "alphabetical", "dandelions", "bicycle", "<eos>", "<unk>"),
        LanguageModelFile.read(out).vocabulary().tokens());
  }

  @Test
  void theVocabularyIsThatOfWhatIsNotHeldOut() throws IOException {
    Path file = Files.writeString(folder.resolve("late.txt"), "a b c\n".repeat(99) + "a b zebra\n");
    Path out = folder.resolve("late.safetensors");
    Cli.run(Cli.tiny(file, out, "--level", "word", "--epochs", 1)).succeeded();
    assertEquals(
        List.of("a", "b", "c", "<eos>", "<unk>"),
        LanguageModelFile.read(out).vocabulary().tokens());
  }

  @Test
  void aTextTooShortToHoldAnythingOutIsOneSentence() throws IOException {
    Path file = Files.writeString(folder.resolve("short.txt"), "x");
    String message = Cli.run(Cli.tiny(file, folder.resolve("x.safetensors"))).failed(1);
    assertTrue(message.contains("short.txt is too short to hold 5% out; give --valid"), message);
  }

  private static String trainOn(Path text, Object... options) {
    Object[] args = {"--level", "word", "--epochs", 1};
    if (List.of(options).contains("--level")) {
      args = new Object[] {"--epochs", 1};
    }
    Path out = folder.resolve("noted.safetensors");
    return Cli.run(Cli.concat(Cli.tiny(text, out, args), options)).succeeded().err();
  }
}
