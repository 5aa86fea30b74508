package dev.rnn4j.bench;

import dev.rnn4j.core.kernel.KernelSelection;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Something to measure: kernels and, if they are the vector ones, their width.
 *
 * @param kernels "scalar" or "simd"
 * @param bits width of a vector; 0 if scalar
 * @param blocking changes to the numbers of their blocking, such as "kc=512"; empty for none
 */
record Implementation(String kernels, int bits, String blocking) {
  static final Implementation SCALAR = new Implementation("scalar", 0, "");

  /** Ample for the largest benchmark, and the same for all, so that no heap has to grow. */
  private static final String HEAP = "1g";

  private static final int[] WIDTHS = {128, 256, 512};

  /** Scalar first, then every vector width the hardware has. */
  static List<Implementation> all() {
    List<Implementation> all = new ArrayList<>(List.of(SCALAR));
    for (int bits : WIDTHS) {
      if (bits <= preferredBits()) {
        all.add(new Implementation("simd", bits, ""));
      }
    }
    return all;
  }

  /** Scalar and the preferred width. */
  static List<Implementation> scalarAndPreferred() {
    List<Implementation> all = all();
    return List.of(SCALAR, all.getLast());
  }

  /** The widest vectors of this machine, as far as this JVM uses them. */
  static int preferredBits() {
    return FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }

  /** Which widths are left out, and why. */
  static String vectorWidths() {
    StringBuilder text = new StringBuilder();
    for (int bits : WIDTHS) {
      if (bits > preferredBits()) {
        text.append(text.isEmpty() ? "" : " and ").append(bits);
      }
    }
    String note = preferredBits() + " bits are the widest this JVM uses on this machine";
    return text.isEmpty() ? note : note + "; " + text + " bits are therefore not measured";
  }

  /** The preferred width with changes to its blocking. */
  static Implementation tuned(String blocking) {
    return new Implementation("simd", preferredBits(), blocking);
  }

  boolean isScalar() {
    return bits == 0;
  }

  /** {@return its name in the report} */
  @Override
  public String toString() {
    return isScalar() ? kernels : bits + " bits" + (blocking.isEmpty() ? "" : " " + blocking);
  }

  /** What a fork must be started with to measure this. */
  String[] jvmArguments(int threads, Effort effort) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--add-modules=jdk.incubator.vector");
    arguments.add("--sun-misc-unsafe-memory-access=allow"); // JMH's use of it
    arguments.add("-XX:+UseSerialGC");
    arguments.add("-Xms" + HEAP);
    arguments.add("-Xmx" + HEAP);
    arguments.add("-D" + KernelSelection.PROPERTY + "=" + kernels);
    arguments.add("-D" + Engine.THREADS_PROPERTY + "=" + threads);
    if (!isScalar()) {
      arguments.add("-D" + Engine.BITS_PROPERTY + "=" + bits);
      arguments.add("-D" + Engine.BLOCKING_PROPERTY + "=" + blocking);
      arguments.add("-D" + Engine.WARM_UP_PROPERTY + "=none");
      arguments.add("-D" + Engine.WARMUP_PROPERTY + "=" + effort.compileMillis());
    }
    return arguments.toArray(String[]::new);
  }
}
