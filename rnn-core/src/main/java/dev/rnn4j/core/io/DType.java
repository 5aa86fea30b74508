package dev.rnn4j.core.io;

import org.jspecify.annotations.Nullable;

/**
 * The element types this package reads and writes, under their names in the safetensors format. All
 * are little-endian. The format has more; a file with another one is rejected by name.
 */
public enum DType {
  /** The upper 16 bits of 32-bit floats: model parameters rounded for use. */
  BF16(2),
  /** 32-bit IEEE 754 floats: model parameters. */
  F32(4),
  /** 64-bit IEEE 754 floats. */
  F64(8),
  /** 64-bit two's complement integers. */
  I64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The size of one element.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }

  /** The type of that name, or null if there is none here. */
  static @Nullable DType named(String name) {
    return switch (name) {
      case "BF16" -> BF16;
      case "F32" -> F32;
      case "F64" -> F64;
      case "I64" -> I64;
      default -> null;
    };
  }
}
