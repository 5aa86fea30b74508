package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.testkit.AllocationMeter;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextInputTest {
  private static final String SAMPLE = "a\u00e9\u20ac\ud83d\ude00\udbff\udfff\r\n\u0000end";

  @TempDir private Path folder;

  @Test
  void aTextComesBackUnchanged() throws IOException {
    assertEquals(SAMPLE, read(file(SAMPLE.getBytes(StandardCharsets.UTF_8))));
    assertEquals("x", read(file(new byte[] {'x'})));
  }

  @Test
  void gzipIsToldByItsContentAndNotByItsName() throws IOException {
    byte[] gzip = gzip(SAMPLE.getBytes(StandardCharsets.UTF_8));
    assertEquals(SAMPLE, read(Files.write(folder.resolve("plain.txt"), gzip)));
    assertEquals(SAMPLE, read(Files.writeString(folder.resolve("not-really.gz"), SAMPLE)));
    assertEquals("\u001fa", read(file(hex("1F 61"))));
    assertEquals("\u001f", read(file(hex("1F"))));
  }

  @Test
  void gzipOfSeveralMembersIsReadToTheEnd() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(gzip(new byte[] {'a', 'b'}));
    both.write(gzip(new byte[] {'c'}));
    assertEquals("abc", read(file(both.toByteArray())));
  }

  @Test
  void aByteOrderMarkAtTheStartIsSkippedAndOneInsideIsKept() throws IOException {
    assertEquals("a\ufeffb", read(file(hex("EFBBBF 61 EFBBBF 62"))));
    assertEquals("a", read(file(gzip(hex("EFBBBF 61")))));
  }

  @Test
  void aFileWithoutTextIsRefused() throws IOException {
    for (byte[] nothing : new byte[][] {{}, hex("EFBBBF"), gzip(new byte[0])}) {
      assertMessage(file(nothing), "is empty");
    }
  }

  @Test
  void whatIsNoReadableFileIsRefused() {
    assertMessage(folder.resolve("missing.txt"), "missing.txt: there is no such file");
    assertMessage(folder, "is a directory");
    CorpusException e = assertThrows(CorpusException.class, () -> read(Path.of("")));
    assertEquals("the name of a text is empty; name a file", e.getMessage());
  }

  @Test
  void everyTruncationOfGzipIsRefused() throws IOException {
    byte[] gzip = gzip(SAMPLE.repeat(20).getBytes(StandardCharsets.UTF_8));
    for (int length = 2; length < gzip.length; length++) {
      assertMessage(file(Arrays.copyOf(gzip, length)), "is truncated");
    }
  }

  @Test
  void damagedGzipIsRefused() throws IOException {
    byte[] gzip = gzip(SAMPLE.getBytes(StandardCharsets.UTF_8));
    byte[] wrongChecksum = gzip.clone();
    wrongChecksum[gzip.length - 8] ^= 1;
    assertMessage(file(wrongChecksum), "is damaged");
    byte[] wrongMethod = gzip.clone();
    wrongMethod[2] = 7;
    assertMessage(file(wrongMethod), "is damaged");
    byte[] wrongBlock = gzip.clone();
    wrongBlock[10] |= 0b110;
    assertMessage(file(wrongBlock), "is damaged");
  }

  @ParameterizedTest
  @CsvSource({
    "80, 'byte 0x80 continues a character, but none was begun'",
    "C0 AF, 'byte 0xC0 starts an overlong encoding'",
    "C1 BF, 'byte 0xC1 starts an overlong encoding'",
    "E0 9F BF, 'byte 0xE0 followed by byte 0x9F is an overlong encoding'",
    "F0 8F BF BF, 'byte 0xF0 followed by byte 0x8F is an overlong encoding'",
    "ED A0 80, 'byte 0xED followed by byte 0xA0 encodes half of a surrogate pair'",
    "ED BF BF, 'byte 0xED followed by byte 0xBF encodes half of a surrogate pair'",
    "F4 90 80 80, 'byte 0xF4 followed by byte 0x90 encodes a number beyond U+10FFFF'",
    "F5 80 80 80, 'byte 0xF5 never occurs'",
    "FF, 'byte 0xFF never occurs'",
    "E2 28 A1, 'byte 0xE2 starts a character of 3 bytes but is followed by byte 0x28'",
    "E2 82 41, 'byte 0xE2 starts a character of 3 bytes but is followed by byte 0x41'",
    "C3, 'byte 0xC3 starts a character of 2 bytes of which the end of the text cuts off 1'",
    "E2 82, 'byte 0xE2 starts a character of 3 bytes of which the end of the text cuts off 1'",
    "F0 9F 98, 'byte 0xF0 starts a character of 4 bytes of which the end of the text cuts off 1'",
    "F0, 'byte 0xF0 starts a character of 4 bytes of which the end of the text cuts off 3'",
  })
  void malformedUtf8IsRefusedWithOffsetLineByteAndReason(String bytes, String reason)
      throws IOException {
    byte[] text = hex("61 C3A9 0A 62" + bytes);
    assertMessage(file(text), "at byte offset 5 (line 2), " + reason);
    assertMessage(file(gzip(text)), "at byte offset 5 (line 2), " + reason);
  }

  @Test
  void theOffsetCountsTheByteOrderMark() throws IOException {
    assertMessage(file(hex("EFBBBF 61 FF")), "at byte offset 4 (line 1)");
  }

  @Test
  void utf16IsRecognisedInTheAdvice() throws IOException {
    assertMessage(file("hello".getBytes(StandardCharsets.UTF_16)), "looks like UTF-16");
  }

  @Test
  void everyCodePointIsReadAndNothingElseIsInvented() throws IOException {
    StringBuilder all = new StringBuilder("start");
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (Character.getType(codePoint) != Character.SURROGATE) {
        all.appendCodePoint(codePoint);
      }
    }
    byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
    assertEquals(all.toString(), read(file(bytes)));
  }

  @Test
  void aTextForWhichTheHeapIsTooSmallIsRefusedAndOneThatFitsIsNot() throws IOException {
    assertHeap(file(new byte[] {'a', 'b', 'c', 'd'}), 12, "abcd");
    assertHeap(file(hex("C3BF 61 62")), 12, "\u00ffab");
    assertHeap(file(hex("C480 61 62")), 20, "\u0100ab");
    assertHeap(
        file(gzip("ab".repeat(500).getBytes(StandardCharsets.UTF_8))), 3000, "ab".repeat(500));
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "EFBBBF",
    "EFBBBF 61",
    "61 0A EFBBBF 62 0D 0A",
    "61 00 62",
    "0000000000000000 0000000000000000",
    "61 0A 62 FF 63",
    "C3",
    "FEFF 0061",
    "1F 61",
    "1F8B",
    "1F8B 0800 0000 0000 0003 CBA8 0200",
  })
  void aFileAndAStreamAreReadAlikeOrRefusedWithTheSameWords(String content) throws IOException {
    byte[] bytes = hex(content);
    String outcome = outcome(TextInput.file(file(bytes))).replace(folder + "/text.txt", "it");
    for (int chunk : new int[] {1, 2, 1000}) {
      assertEquals(outcome, outcome(TextInput.stream("it", new InChunks(bytes, chunk))));
    }
  }

  private static String outcome(TextInput input) {
    try {
      return "read: " + input.read();
    } catch (CorpusException e) {
      return "refused: " + e.getMessage();
    }
  }

  @Test
  void binaryDataIsRefusedAtItsBeginning() throws IOException {
    InChunks zeros = new InChunks(new byte[1], -1);
    CorpusException e =
        assertThrows(CorpusException.class, () -> TextInput.stream("it", zeros).read());
    assertTrue(String.valueOf(e.getMessage()).contains("it is not text: at byte"), e::getMessage);
    assertTrue(zeros.given() <= 1 << 17, "read " + zeros.given());
    String words = "so lange UTF-16 ohne Marke am Anfang kommt";
    assertMessage(file(words.getBytes(StandardCharsets.UTF_16LE)), "iconv -f UTF-16LE");
    assertMessage(file(words.getBytes(StandardCharsets.UTF_16BE)), "is not text");
    byte[] late = (words.repeat(1000) + "\0".repeat(5000)).getBytes(StandardCharsets.UTF_8);
    assertMessage(file(late), "is not text: at byte offset 4");
  }

  @Test
  void recordsThatNulsSeparateAreText() throws IOException {
    String names = "./a/name.txt\0./another/name.txt\0".repeat(1000);
    assertEquals(names, read(file(names.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aRefusedFileIsNotHeldInMemory() throws IOException {
    byte[] line =
        "a line of a text that is far too long for the heap\n"
            .repeat(20_000)
            .getBytes(StandardCharsets.UTF_8);
    Path bomb = folder.resolve("bomb.gz");
    try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      for (int i = 0; i < 200; i++) {
        gzip.write(line);
      }
    }
    long before = AllocationMeter.allocatedBytes();
    CorpusException e =
        assertThrows(CorpusException.class, () -> TextInput.file(bomb).read(64 << 20));
    long allocated = AllocationMeter.allocatedBytes() - before;
    assertTrue(
        String.valueOf(e.getMessage()).contains("holds 204000000 bytes of text; reading it takes"),
        e::getMessage);
    assertTrue(allocated < 8 << 20, "allocated " + allocated);
  }

  @Test
  void aStreamWithoutEndIsRefusedWhereTheHeapWouldNotSuffice() {
    InChunks endless = new InChunks("yes, yes\n".getBytes(StandardCharsets.UTF_8), -1);
    CorpusException e =
        assertThrows(CorpusException.class, () -> TextInput.stream("it", endless).read(5 << 20));
    assertTrue(
        String.valueOf(e.getMessage()).contains("it holds more than 1048576 bytes"), e::getMessage);
    assertTrue(endless.given() < 2 << 20, "read " + endless.given());
  }

  @Test
  void aStreamThatFailsIsNamedWithTheReason() throws IOException {
    InputStream closed = new BufferedInputStream(InputStream.nullInputStream());
    closed.close();
    CorpusException e =
        assertThrows(CorpusException.class, () -> TextInput.stream("it", closed).read());
    assertEquals("it cannot be read: Stream closed", e.getMessage());
  }

  private static void assertHeap(Path path, long needed, String text) throws IOException {
    assertEquals(text, TextInput.file(path).read(needed));
    CorpusException e =
        assertThrows(CorpusException.class, () -> TextInput.file(path).read(needed - 1));
    assertTrue(String.valueOf(e.getMessage()).contains("Java may use"), e::getMessage);
  }

  private static String read(Path path) throws CorpusException {
    return TextInput.file(path).read();
  }

  private static void assertMessage(Path path, String expected) {
    CorpusException e = assertThrows(CorpusException.class, () -> read(path));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(path.toString()), message);
    assertTrue(message.contains(expected), message);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("text.txt"), bytes);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
