package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.KernelSelection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Asks a JVM of its own which kernels it selects: the choice is made once in the life of a JVM, and
 * depends on its options and class path.
 */
public final class KernelProbe {
  private KernelProbe() {}

  /**
   * Prints the selection, or why there is none.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println(selection());
  }

  @SuppressWarnings("ReferenceEquality") // the very same selection must come back
  private static String selection() {
    try {
      KernelSelection selection = KernelSelection.current();
      boolean once = selection == KernelSelection.current();
      return "selected %s: %s%s"
          .formatted(selection.kernels().name(), selection.reason(), once ? "" : ", twice");
    } catch (IllegalStateException e) {
      return "refused: " + e;
    }
  }

  /**
   * What a new JVM prints.
   *
   * @param options of that JVM
   * @param classPath classes whose modules it finds on its class path, beside this one's
   * @return standard output and error
   */
  public static String ask(List<String> options, Class<?>... classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    List<String> places = new ArrayList<>();
    places.add(place(KernelProbe.class));
    places.add(place(KernelSelection.class));
    Arrays.stream(classPath).map(KernelProbe::place).forEach(places::add);
    command.add(String.join(File.pathSeparator, places));
    command.add(KernelProbe.class.getName());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
