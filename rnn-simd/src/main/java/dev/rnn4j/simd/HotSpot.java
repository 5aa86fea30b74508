package dev.rnn4j.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether this JVM compiles vector code to vector instructions: HotSpot with its C2 compiler on a
 * processor with fused multiply-add does. Elsewhere a vector is an object and an operation a call,
 * many times slower than plain code, or nobody has measured it.
 */
final class HotSpot {
  private static final String MANAGEMENT_MODULE = "jdk.management";
  private static final String JVMCI_MODULE = "jdk.internal.vm.ci";

  /** Part of the description of processors that holds the first one's. */
  private static final int CPU = 4096;

  /** Options that may change how code is compiled, or bring others. */
  private static final Pattern ODD =
      Pattern.compile("FMA|Tiered|Compil|JVMCI|UseAVX|UseSSE|Flags=|OptionsFile|(^|[\\s\0])@");

  /** The last of the levels of compilation, at which C2 compiles. */
  private static final int C2_LEVEL = 4;

  private HotSpot() {}

  /**
   * Why vector code would be slow here.
   *
   * @return a clause, or empty if it is fast
   */
  static Optional<String> drawback() {
    String name = System.getProperty("java.vm.name", "");
    if (!name.contains("HotSpot") && !name.contains("OpenJDK")) {
      return Optional.of("it is unknown how fast the vector kernels are on " + name);
    }
    String info = System.getProperty("java.vm.info", "");
    if (info.contains("interpreted mode")) {
      return Optional.of("this JVM only interprets (-Xint)");
    }
    if (info.contains("emulated-client")) {
      return Optional.of("this JVM compiles without C2 (as with -XX:TieredStopAtLevel=1)");
    }
    if (ModuleLayer.boot().findModule(MANAGEMENT_MODULE).isEmpty()) {
      return Optional.empty(); // a small runtime image; few of them are started with odd options
    }
    return isUsual() ? Optional.empty() : Options.drawback();
  }

  /**
   * Whether this is HotSpot with nothing that changes its compilers, on a processor with fused
   * multiply-add, as far as files of Linux tell. Asking the JVM itself would take a tenth of the
   * time to the first answer.
   */
  private static boolean isUsual() {
    StringBuilder options = new StringBuilder();
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      options.append(Objects.requireNonNullElse(System.getenv(variable), "")).append('\0');
    }
    try {
      options.append(beginning("/proc/self/cmdline", Integer.MAX_VALUE));
      boolean fuses =
          System.getProperty("os.arch", "").equals("aarch64")
              || beginning("/proc/cpuinfo", CPU).contains(" fma ");
      return fuses
          && !ODD.matcher(options).find()
          && ModuleLayer.boot().findModule(JVMCI_MODULE).isEmpty();
    } catch (IOException e) {
      return false; // not Linux
    }
  }

  private static String beginning(String file, int length) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }
  }

  /** What only the options of the JVM say. Apart, as its types may be missing in a small image. */
  private static final class Options {
    private static Optional<String> drawback() {
      HotSpotDiagnosticMXBean options =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (options == null) {
        return Optional.empty();
      }
      if (is(options, "UseJVMCICompiler", false)) {
        return Optional.of("it is unknown how fast the vector kernels are with a JVMCI compiler");
      }
      if (!is(options, "UseCompiler", true)) {
        return Optional.of("this JVM only interprets (-XX:-UseCompiler or TieredStopAtLevel=0)");
      }
      int level = Integer.parseInt(value(options, "TieredStopAtLevel").orElse("" + C2_LEVEL));
      if (level < C2_LEVEL && is(options, "TieredCompilation", true)) {
        return Optional.of("this JVM compiles without C2 (-XX:TieredStopAtLevel=" + level + ")");
      }
      if (!is(options, "UseFMA", true)) {
        return Optional.of(
            "this JVM has no fused multiply-add (a processor without it, or -UseFMA)");
      }
      return Optional.empty();
    }

    private static boolean is(HotSpotDiagnosticMXBean options, String name, boolean otherwise) {
      return value(options, name).map(Boolean::parseBoolean).orElse(otherwise);
    }

    /** Empty if this JVM has no such option. */
    private static Optional<String> value(HotSpotDiagnosticMXBean options, String name) {
      try {
        return Optional.of(options.getVMOption(name).getValue());
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }
}
