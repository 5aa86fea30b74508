package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyFileTest {
  @TempDir private Path folder;

  @Test
  void whatAMessageQuotesIsVisibleAndShort() throws IOException {
    Path file = folder.resolve("evil");
    for (String token : List.of("\u001b[2J\u202e x", "x ".repeat(500_000))) {
      Files.writeString(file, token + "\n");
      for (Level level : Level.values()) {
        CorpusException thrown =
            assertThrows(CorpusException.class, () -> VocabularyFile.read(file, level));
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.length() < file.toString().length() + 500, "" + message.length());
        assertTrue(
            message.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202e), message);
      }
    }
  }

  @Test
  void everyLineIsATokenInTheOrderOfTheIds() throws IOException {
    List<String> expected = List.of("the", "<unk>", "cat", "<eos>");
    assertEquals(expected, read("the\n<unk>\ncat\n<eos>\n", Level.WORD).tokens());
    assertEquals(expected, read("the\n<unk>\ncat\n<eos>", Level.WORD).tokens());
    assertEquals(expected, read("the\r\n<unk>\r\ncat\r\n<eos>\r\n", Level.WORD).tokens());
  }

  @Test
  void missingSpecialTokensAreAddedAtTheEnd() throws IOException {
    assertEquals(List.of("cat", "<eos>", "<unk>"), read("cat", Level.WORD).tokens());
    assertEquals(List.of("<unk>", "a", "\n"), read("<unk>\na\n", Level.CHARACTER).tokens());
  }

  @Test
  void whatIsWrittenIsReadBackEqual() throws IOException {
    for (Vocabulary vocabulary :
        List.of(
            new VocabularyBuilder(Level.WORD).add("the <unk> \\n \u00e9\u2028 \\\n").build(),
            new VocabularyBuilder(Level.CHARACTER)
                .add("n\\r \t\r\n\u0000\u0085\u2028\ufeff\ud83d\ude00\udbff\udfff")
                .build())) {
      Path file = folder.resolve("vocabulary.txt");
      VocabularyFile.write(file, vocabulary);
      assertEquals(vocabulary, VocabularyFile.read(file, vocabulary.level()));
    }
  }

  @Test
  void linesThatAreNoTokenAreNamed() {
    assertMessage("a\n\nb\n", Level.WORD, "line 2: no token");
    assertMessage("a\nb 17\n", Level.WORD, "line 2: \"b 17\" contains white space");
    assertMessage("a\nab\n", Level.CHARACTER, "line 2: \"ab\" is not one character");
    assertMessage("a\nb\nc\nb\n", Level.WORD, "line 4: the token on line 2 is repeated");
    assertMessage("\\n\n\\n\n", Level.CHARACTER, "line 2: the token on line 1 is repeated");
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Vocabulary vocabulary = new VocabularyBuilder(Level.WORD).build();
    Path nowhere = folder.resolve("missing").resolve("vocabulary.txt");
    CorpusException e =
        assertThrows(CorpusException.class, () -> VocabularyFile.write(nowhere, vocabulary));
    assertTrue(String.valueOf(e.getMessage()).contains("cannot be written"), e::getMessage);
  }

  private Vocabulary read(String content, Level level) throws IOException {
    return VocabularyFile.read(Files.writeString(folder.resolve("vocabulary.txt"), content), level);
  }

  private void assertMessage(String content, Level level, String expected) {
    CorpusException e = assertThrows(CorpusException.class, () -> read(content, level));
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e::getMessage);
  }
}
