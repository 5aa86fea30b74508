package dev.rnn4j.simd;

/**
 * The vector width asked for by {@code -Ddev.rnn4j.simd.bits}. Apart from {@link VectorConstants}
 * so that a wrong value is an exception of the caller's, not of a class initialiser.
 */
final class VectorBits {
  static final String PROPERTY = "dev.rnn4j.simd.bits";

  private VectorBits() {}

  /**
   * What the property asks for.
   *
   * @return 128, 256 or 512; 0 if the property is not set
   * @throws IllegalArgumentException if it is set to anything else
   */
  static int requested() {
    String value = System.getProperty(PROPERTY, "");
    return switch (value) {
      case "" -> 0;
      case "128" -> 128;
      case "256" -> 256;
      case "512" -> 512;
      default ->
          throw new IllegalArgumentException(
              PROPERTY
                  + " must be 128, 256 or 512, not \""
                  + value
                  + "\"; leave it out for the width this machine prefers");
    };
  }
}
