package dev.rnn4j.simd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux tells of a processor's caches. */
final class Caches {
  private static final Path LEVEL_2 = Path.of("/sys/devices/system/cpu/cpu0/cache/index2/size");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KM])\\s*");

  private Caches() {}

  /** Bytes of the second level that a core has; 0 if unknown. */
  static long level2() {
    try {
      return size(Files.readString(LEVEL_2));
    } catch (IOException e) {
      return 0;
    }
  }

  /** Bytes in a text such as 2048K; 0 if it is another one. */
  static long size(String text) {
    Matcher m = SIZE.matcher(text);
    if (!m.matches()) {
      return 0;
    }
    return Long.parseLong(m.group(1)) << (m.group(2).equals("K") ? 10 : 20);
  }
}
