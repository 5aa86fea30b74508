package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoryFileTest {
  private static List<Story> read(String text) throws CorpusException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return StoryFile.read(TextInput.stream("the text", new ByteArrayInputStream(bytes)));
  }

  @Test
  void aLineIsAStoryAQuestionAndAnAnswer() throws CorpusException {
    assertEquals(
        List.of(
            new Story(List.of("Ben is in. Anna is out."), "Who is in?", "Ben"),
            new Story(List.of(""), "Who?", "nobody at all")),
        read("Ben is in. Anna is out.\tWho is in?\tBen\r\n\n\tWho?\tnobody at all \n"));
  }

  @Test
  void whatAStoryWritesIsReadAgain() throws CorpusException {
    Story story = new Story(List.of("A went.", "B came."), "Where is A?", "home");
    Story read = read(story.line() + "\n").getFirst();
    assertEquals(story.text(), read.text());
    assertEquals(story.question(), read.question());
    assertEquals(story.answer(), read.answer());
  }

  @ParameterizedTest
  @CsvSource({"a|b,2 columns", "a,1 column", "a|b|c|d,4 columns", "a|b| ,an empty answer"})
  void aLineThatIsNoneSaysWhichAndWhatToDo(String line, String problem) {
    CorpusException thrown =
        assertThrows(
            CorpusException.class, () -> read("s\tq\ta\n" + line.replace('|', '\t') + "\n"));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith("the text has " + problem + " in line 2; give"), message);
  }

  @Test
  void aTextWithoutStoriesIsRefused() {
    CorpusException thrown = assertThrows(CorpusException.class, () -> read("\n\n"));
    assertTrue(String.valueOf(thrown.getMessage()).contains("no stories"), thrown.getMessage());
  }

  @Test
  void aQuestionNeedsNoAnswer() throws CorpusException {
    assertEquals("", StoryFile.question("in", 1, "s\tq").answer());
    assertEquals("a", StoryFile.question("in", 1, "s\tq\ta").answer());
    CorpusException thrown =
        assertThrows(CorpusException.class, () -> StoryFile.question("in", 7, "s"));
    assertTrue(String.valueOf(thrown.getMessage()).contains("in line 7"), thrown.getMessage());
  }
}
