package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gzip file of several members is read whole or refused, never in part. */
class TextGzipTest {
  private static final String FIRST = "the first member\n".repeat(5);
  private static final String SECOND = "and the second one\n".repeat(7);

  /** Where the second member begins. */
  private static final int BORDER = gzip(FIRST).length;

  private static final byte[] BOTH = join(gzip(FIRST), gzip(SECOND));

  @Test
  void membersAreReadToTheEnd() throws IOException {
    assertEquals(FIRST + SECOND, read(BOTH));
    assertEquals(FIRST + SECOND, read(join(gzip(""), BOTH, gzip(""))));
    byte[] many = new byte[0];
    for (int i = 0; i < 300; i++) {
      many = join(many, gzip("line " + i + "\n"));
    }
    assertEquals(300, read(many).lines().count());
  }

  @Test
  void everyTruncationOfASecondMemberIsRefusedWithItsOffset() {
    for (int length = BORDER + 1; length < BOTH.length; length++) {
      assertRefused(
          Arrays.copyOf(BOTH, length),
          "is truncated: its gzip data stops at byte offset " + length + ", within member 2");
    }
  }

  @Test
  void aChangedByteIsRefusedOrChangesNothing() {
    int refused = 0;
    for (int at = 2; at < BOTH.length; at++) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] changed = BOTH.clone();
        changed[at] ^= (byte) (1 << bit);
        try {
          assertEquals(FIRST + SECOND, read(changed), "byte " + at + ", bit " + bit);
        } catch (CorpusException e) {
          assertTrue(String.valueOf(e.getMessage()).startsWith("it is "), e::getMessage);
          refused++;
        }
      }
    }
    // of a header, time, level and system may be anything
    assertTrue(refused > (BOTH.length - 2 * 6 - 2) * Byte.SIZE * 9 / 10, "refused " + refused);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00, 'at byte offset %d, in gzip member 2, what follows there is not gzip'",
    "1, 00, 'at byte offset %d, in gzip member 2, what follows there is not gzip'",
    "2, 07, 'at byte offset %d, in gzip member 2, the header names an unknown method'",
    "3, 80, 'at byte offset %d, in gzip member 2, the header has flags'",
    "10, FF, 'in gzip member 2, the compressed data is not valid'",
  })
  void damageOfASecondHeaderIsRefusedWithItsOffset(int at, String value, String expected) {
    byte[] damaged = BOTH.clone();
    damaged[BORDER + at] = HexFormat.of().parseHex(value)[0];
    // a zero in place of the first byte could be padding, were nothing behind it
    assertRefused(damaged, at == 0 ? "what follows the zeros" : expected.formatted(BORDER));
  }

  @Test
  void aWrongChecksumOrLengthOfAnyMemberIsRefused() {
    for (int end : new int[] {BORDER, BOTH.length}) {
      String member = "in gzip member " + (end == BORDER ? 1 : 2);
      assertRefused(changed(end - 8), member + ", the checksum does not fit");
      assertRefused(changed(end - 1), member + ", the length does not fit");
    }
  }

  private static byte[] changed(int at) {
    byte[] changed = BOTH.clone();
    changed[at] ^= 1;
    return changed;
  }

  @Test
  void whatFollowsTheLastMemberIsRefusedUnlessItIsZeros() throws IOException {
    assertRefused(
        join(BOTH, new byte[] {'x'}), "at byte offset " + BOTH.length + ", in gzip member 3");
    assertRefused(join(BOTH, new byte[] {0x1F}), "within member 3");
    assertEquals(FIRST + SECOND, read(join(BOTH, new byte[1])));
    assertEquals(FIRST + SECOND, read(join(BOTH, new byte[100_000])));
    assertRefused(join(BOTH, new byte[100_000], gzip(FIRST)), "what follows the zeros");
  }

  @Test
  void endlessZerosAfterTheLastMemberAreRefused() {
    InputStream endless =
        new SequenceInputStream(new ByteArrayInputStream(BOTH), new InChunks(new byte[1], -1));
    assertRefused(TextInput.stream("it", endless), "what follows the zeros");
  }

  @Test
  void allFieldsOfAHeaderAreRead() throws IOException {
    byte[] plain = gzip(SECOND);
    byte[] fields = "\3\0xyz name\0comment\0".getBytes(StandardCharsets.ISO_8859_1);
    byte[] header = join(Arrays.copyOf(plain, 10), fields);
    header[3] = 2 | 4 | 8 | 16;
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] checksum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
    assertEquals(FIRST + SECOND, read(join(gzip(FIRST), header, checksum, rest)));
    checksum[0] ^= 1;
    assertRefused(join(gzip(FIRST), header, checksum, rest), "the checksum of the header is wrong");
  }

  @Test
  void aNameWithoutEndIsRefused() {
    byte[] header = Arrays.copyOf(gzip(FIRST), 10);
    header[3] = 8;
    byte[] name = new byte[100_000];
    Arrays.fill(name, (byte) 'n');
    assertRefused(join(header, name), "a name or comment of more than");
  }

  private static void assertRefused(byte[] bytes, String expected) {
    assertRefused(TextInput.stream("it", new ByteArrayInputStream(bytes)), expected);
  }

  private static void assertRefused(TextInput input, String expected) {
    CorpusException e = assertThrows(CorpusException.class, input::read);
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e::getMessage);
  }

  private static String read(byte[] bytes) throws CorpusException {
    return TextInput.stream("it", new ByteArrayInputStream(bytes)).read();
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
