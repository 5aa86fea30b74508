package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaggedSentencesTest {
  private static TextInput input(String text) {
    return TextInput.stream(
        "text", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<TaggedWords> read(String text, TaggedFormat format) throws IOException {
    return TaggedSentences.read(input(text), format);
  }

  private static void assertRefused(String expected, String text, TaggedFormat format) {
    CorpusException e = assertThrows(CorpusException.class, () -> read(text, format));
    assertEquals(expected, e.getMessage());
  }

  @Test
  void conlluHasCommentsWordsOfSeveralAndWordsThatAreNotThere() throws IOException {
    String text =
        """
        # sent_id = 1
        # text = Don't go
        1-2	Don't	_	_	_	_	_	_	_	_
        1	Do	do	AUX	VB	_	3	aux	_	_
        2	n't	not	PART	RB	_	3	advmod	_	_
        2.1	really	_	ADV	_	_	_	_	_	_
        3	go	go	VERB	VB	_	0	root	_	_

        # text = #1
        1	#1	#1	NUM	CD	_	0	root	_	_
        """;
    assertEquals(
        List.of(
            new TaggedWords(List.of("Do", "n't", "go"), List.of("AUX", "PART", "VERB")),
            new TaggedWords(List.of("#1"), List.of("NUM"))),
        read(text, TaggedFormat.CONLLU));
    TaggedFormat fine = new TaggedFormat(TaggedFormat.Kind.CONLLU, 2, 5);
    assertEquals(List.of("VB", "RB", "VB"), read(text, fine).getFirst().tags());
  }

  @Test
  void linesOfTabsAndSpacesSeparateSentencesToo() throws IOException {
    List<TaggedWords> expected =
        List.of(
            new TaggedWords(List.of("U.N.", "said"), List.of("B-ORG", "O")),
            new TaggedWords(List.of("no"), List.of("O")));
    assertEquals(
        expected, read("\n\t\nU.N.\tB-ORG\nsaid\tO\n\t\n \t \nno\tO\n\n\n", TaggedFormat.TSV));
    assertEquals(
        expected,
        read("-DOCSTART- -X- O\n\nU.N. NNP  B-ORG\nsaid\tVBD O \n \nno DT O", TaggedFormat.CONLL));
    assertEquals(expected, read("U.N.\tB-ORG\r\nsaid\tO\r\n\r\nno\tO\r\n", TaggedFormat.TSV));
  }

  @Test
  void aWordOfTsvMayHaveSpaces() throws IOException {
    assertEquals(List.of("New York"), read("New York\tLOC\n", TaggedFormat.TSV).getFirst().words());
  }

  @Test
  void plainSentencesAreLinesOfWords() throws IOException {
    try (TaggedSentences lines =
        TaggedSentences.open(input(" a  b \n\nc\t.\r\n"), TaggedFormat.PLAIN)) {
      assertEquals(new TaggedWords(List.of("a", "b"), List.of()), lines.next());
      assertEquals(new TaggedWords(List.of(), List.of()), lines.next());
      assertEquals(new TaggedWords(List.of("c", "."), List.of()), lines.next());
      assertNull(lines.next());
    }
  }

  @Test
  void columnsMayBeCountedFromTheEndAndTagsLeftUnread() throws IOException {
    TaggedFormat format = new TaggedFormat(TaggedFormat.Kind.CONLL, 2, -2);
    assertEquals(List.of(new TaggedWords(List.of("w"), List.of("T"))), read("0 w x T y\n", format));
    assertEquals(
        List.of(new TaggedWords(List.of("w"), List.of())),
        read("w\n", TaggedFormat.TSV.withoutTags()));
    assertThrows(
        IllegalArgumentException.class, () -> new TaggedFormat(TaggedFormat.Kind.TSV, 1, 1));
  }

  @Test
  void whatIsWrongIsNamedWithItsLine() {
    assertRefused(
        "text, line 2: no tag in column 2, there is one column; say how the file is written and in"
            + " which columns words and tags stand",
        "a\tO\nb\n",
        TaggedFormat.TSV);
    assertRefused(
        "text, line 1: no tag in column -1, there is one column; say how the file is written and"
            + " in which columns words and tags stand",
        "alone\n",
        TaggedFormat.CONLL);
    assertRefused(
        "text, line 1: the tag in column 2 is empty: \"a\\t\"", "a\t\n", TaggedFormat.TSV);
    assertRefused(
        "text has no sentences; write a word a line, with its tag", "\n\n", TaggedFormat.TSV);
    assertRefused(
        "text, line 50001: a sentence of more than 50000 words; put an empty line between"
            + " sentences",
        "a O\n".repeat(50_001),
        TaggedFormat.CONLL);
  }
}
