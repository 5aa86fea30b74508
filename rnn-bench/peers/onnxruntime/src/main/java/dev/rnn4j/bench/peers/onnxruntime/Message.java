package dev.rnn4j.bench.peers.onnxruntime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a message of Protocol Buffers: fields with a number, integers or bytes. */
final class Message {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int WIRE_TYPE_BITS = 3;
  private static final int GROUP_BITS = 7;
  private static final int MORE = 1 << GROUP_BITS;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Message integer(int field, long value) {
    varint(((long) field << WIRE_TYPE_BITS) | VARINT);
    varint(value);
    return this;
  }

  Message integers(int field, long... values) {
    for (long value : values) {
      integer(field, value);
    }
    return this;
  }

  Message bytes(int field, byte[] value) {
    varint(((long) field << WIRE_TYPE_BITS) | BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message message(int field, Message value) {
    return bytes(field, value.toBytes());
  }

  /** Seven bits at a time, from the lowest on. */
  private void varint(long value) {
    long rest = value;
    while (rest >>> GROUP_BITS != 0) {
      out.write((int) ((rest & (MORE - 1)) | MORE));
      rest >>>= GROUP_BITS;
    }
    out.write((int) rest);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
