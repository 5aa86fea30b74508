package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.text.Labels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled texts in files, and what is said of files that are wrong. */
class LabelledFormatTest {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  @TempDir Path folder;

  private static TextInput input(String text) {
    return TextInput.stream(
        "data", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static LabelledFormat table(CsvFormat format, String text, String label) {
    return new LabelledFormat.Table(format, Column.of(text), Column.of(label));
  }

  private static void assertRefused(String message, LabelledFormat format, String text) {
    CorpusException e = assertThrows(CorpusException.class, () -> format.read(input(text)));
    assertEquals(message, e.getMessage());
  }

  @Test
  void namedColumnsAreThoseOfTheFirstRow() throws IOException {
    String text = "id,label,text\r\n1,pos,\"good, \"\"very\"\" good\"\r\n\r\n2,neg,bad \r\n";
    assertEquals(
        List.of(new LabelledText("good, \"very\" good", "pos"), new LabelledText("bad", "neg")),
        table(CsvFormat.CSV, "text", "label").read(input(text)));
  }

  @Test
  void numberedColumnsBeginWithTheFirstRow() throws IOException {
    assertEquals(
        List.of(new LabelledText("a \"b\"", "x"), new LabelledText("", "y")),
        table(CsvFormat.TSV, "2", "1").read(input("x\ta \"b\"\ny\t\n")));
  }

  @Test
  void aTableThatDoesNotFitIsRefusedNamingTheLine() {
    assertRefused(
        "data has no column 'text'; name one of its columns: sentence, label",
        table(CsvFormat.TSV, "text", "label"),
        "sentence\tlabel\na\tb\n");
    assertRefused(
        "data, line 2: there is no column 3, the row has only 2; is this the right format"
            + " (--format)?",
        table(CsvFormat.TSV, "3", "1"),
        "a\tb\tc\na\tb\n");
    assertRefused(
        "data, line 3: the label is empty; give the text one",
        table(CsvFormat.CSV, "text", "label"),
        "text,label\na,b\nc,\n");
    assertRefused(
        "data has no texts; give at least one, with its label",
        table(CsvFormat.CSV, "text", "label"),
        "text,label\n\n");
  }

  @Test
  void aLabelThatIsNotKnownIsRefusedNamingTheLine() {
    Labels labels = new Labels(List.of("neg", "pos"));
    CorpusException e =
        assertThrows(
            CorpusException.class,
            () ->
                new LabelledFormat.Lines()
                    .read(input("neg bad\n\nPos good\n"), label -> labels.index(label)));
    assertEquals(
        "data, line 3: the label \"Pos\" is not one of the 2 labels neg, pos; correct it, or leave"
            + " the text out",
        e.getMessage());
  }

  @Test
  void aLineIsItsLabelAndItsText() throws IOException {
    assertEquals(
        List.of(
            new LabelledText("no movement , no yuks", "0"),
            new LabelledText("", "1"),
            new LabelledText("crème", "1")),
        new LabelledFormat.Lines().read(input("0 no movement , no yuks\n\n1\n1\t crème \n")));
  }

  @Test
  void columnsAreNamesOrNumbersFromOne() {
    assertEquals(new Column("12", 12), Column.of("12"));
    assertTrue(Column.of("1st").isNamed());
    assertThrows(IllegalArgumentException.class, () -> Column.of("0"));
    assertThrows(IllegalArgumentException.class, () -> Column.of("99999999999"));
  }

  @Test
  void filesOfClassesAreToldApartByTheirNamesOrTheirEndings() throws IOException {
    for (String name : List.of("Irish.txt", "Greek.txt", ".hidden")) {
      Files.writeString(folder.resolve(name), "a\n");
    }
    assertEquals(
        Map.of("Greek", folder.resolve("Greek.txt"), "Irish", folder.resolve("Irish.txt")),
        ClassFiles.of(folder));
    Path endings = Files.createDirectory(folder.resolve("endings"));
    Files.writeString(endings.resolve("r.pos"), "a\n");
    assertThrows(CorpusException.class, () -> ClassFiles.of(endings));
    Files.writeString(endings.resolve("r.neg"), "a\n");
    assertEquals(List.of("neg", "pos"), List.copyOf(ClassFiles.of(endings).keySet()));
    Files.writeString(endings.resolve("s.neg"), "a\n");
    assertThrows(CorpusException.class, () -> ClassFiles.of(endings));
    assertEquals(
        List.of(new LabelledText("a", "neg")),
        new LabelledFormat.OneClass("neg").read(TextInput.file(endings.resolve("r.neg"))));
  }

  @Test
  void aTextInAnotherEncodingIsReadIfItIsNamed() throws IOException {
    Path file = folder.resolve("old.txt");
    String text = "0 crème – 10 €\n1 brûlée\n".repeat(3000); // more than one block
    Files.write(file, text.getBytes(WINDOWS));
    assertEquals(text, TextInput.file(file).in(WINDOWS).read());
    CorpusException e =
        assertThrows(
            CorpusException.class, () -> TextInput.file(file).in(StandardCharsets.UTF_8).read());
    assertEquals(
        file
            + " is not UTF-8: at byte offset 4 (line 1), byte 0xE8 starts a character of 3 bytes but is"
            + " followed by byte 0x6D, not a part of it; name the encoding it is in, such as"
            + " --encoding windows-1252",
        e.getMessage());
  }

  @Test
  void pairsOfCharactersSurviveTheBlocksOfAnotherEncoding() throws IOException {
    Path file = folder.resolve("utf16.txt");
    String text = "x" + "😀".repeat(20_000) + "\n";
    Files.write(file, text.getBytes(StandardCharsets.UTF_16BE));
    assertEquals(text, TextInput.file(file).in(StandardCharsets.UTF_16BE).read());
  }

  @Test
  void whatIsNotOfTheEncodingThatIsNamedIsRefusedWhereItStands() throws IOException {
    Path file = folder.resolve("wrong.txt");
    byte[] bytes = "a\n".repeat(9000).concat("b?").getBytes(StandardCharsets.US_ASCII);
    bytes[18_001] = (byte) 0x81; // none of the characters of windows-1252
    Files.write(file, bytes);
    CorpusException e =
        assertThrows(CorpusException.class, () -> TextInput.file(file).in(WINDOWS).read());
    assertEquals(
        file
            + " is not windows-1252: at byte offset 18001 (line 9001), byte 0x81 is none of its"
            + " characters; name the encoding it is in",
        e.getMessage());
  }
}
