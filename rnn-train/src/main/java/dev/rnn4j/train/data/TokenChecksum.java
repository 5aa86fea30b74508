package dev.rnn4j.train.data;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Tells texts apart, so that a run is not resumed on another one. */
public final class TokenChecksum {
  private TokenChecksum() {}

  /**
   * The checksum of a text.
   *
   * @param ids its tokens
   * @return CRC-32 of the ids as big-endian integers
   */
  public static long of(int[] ids) {
    CRC32 crc = new CRC32();
    byte[] bytes = new byte[Integer.BYTES];
    for (int id : ids) {
      ByteBuffer.wrap(bytes).putInt(id);
      crc.update(bytes);
    }
    return crc.getValue();
  }
}
