package dev.rnn4j.core.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream, kept as far as it has been read. Takes no byte that was not asked for, so what follows
 * a file in the stream is left there, and no memory for bytes that do not come. Does not close the
 * stream, which is its owner's.
 */
final class StreamSource implements ByteSource {
  private static final int CHUNK = 1 << 16;

  /** Bytes without which nothing can be said: the length of the header and its first. */
  private static final int HEAD = 9;

  private final InputStream in;
  private final List<byte[]> chunks = new ArrayList<>();
  private long available;
  private boolean ended;

  StreamSource(InputStream in) {
    this.in = in;
  }

  @Override
  public long size() throws IOException {
    readUntil(HEAD);
    return ended ? available : UNKNOWN;
  }

  /** Reads until there are that many bytes, or no more. */
  private void readUntil(long wanted) throws IOException {
    while (available < wanted && !ended) {
      int at = (int) (available % CHUNK);
      if (at == 0) {
        chunks.add(new byte[CHUNK]);
      }
      int n = (int) Math.min(CHUNK - at, wanted - available);
      int read = in.readNBytes(chunks.getLast(), at, n);
      available += read;
      ended = read < n;
    }
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    readUntil(position + into.remaining());
    if (position >= available) {
      return -1;
    }
    int at = (int) (position % CHUNK);
    int n = (int) Math.min(Math.min(into.remaining(), CHUNK - at), available - position);
    into.put(chunks.get((int) (position / CHUNK)), at, n);
    return n;
  }

  @Override
  public void close() {
    chunks.clear();
  }
}
