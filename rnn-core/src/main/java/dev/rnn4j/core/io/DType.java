package dev.rnn4j.core.io;

import org.jspecify.annotations.Nullable;

/**
 * The element types of the safetensors format, under their names there. All are little-endian.
 * Floating-point types can be read as floats, {@link #F64} and {@link #I64} as they are too; of
 * tensors of other types only name and shape are known. A type that is not among these is rejected
 * by name.
 */
public enum DType {
  /** Truth values of one byte. */
  BOOL(1),
  /** Bytes without sign. */
  U8(1),
  /** Bytes. */
  I8(1),
  /** 8-bit floats with five bits of exponent. */
  F8_E5M2(1),
  /** 8-bit floats with four bits of exponent. */
  F8_E4M3(1),
  /** 16-bit integers. */
  I16(2),
  /** 16-bit integers without sign. */
  U16(2),
  /** 16-bit IEEE 754 floats. */
  F16(2),
  /** The upper 16 bits of 32-bit floats: model parameters rounded for use. */
  BF16(2),
  /** 32-bit integers. */
  I32(4),
  /** 32-bit integers without sign. */
  U32(4),
  /** 32-bit IEEE 754 floats: model parameters. */
  F32(4),
  /** 64-bit IEEE 754 floats. */
  F64(8),
  /** 64-bit two's complement integers. */
  I64(8),
  /** 64-bit integers without sign. */
  U64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** {@return the size of one element in bytes} */
  public int bytes() {
    return bytes;
  }

  /** {@return whether tensors of this type can be read as floats: F16, BF16, F32 and F64} */
  public boolean isFloat() {
    return this == F16 || this == BF16 || this == F32 || this == F64;
  }

  /** The type of that name, or null if there is none here. */
  static @Nullable DType named(String name) {
    for (DType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }
}
