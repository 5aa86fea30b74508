package dev.rnn4j.simd;

import java.util.List;
import java.util.Locale;

/**
 * The tuned numbers of one kind of processor, see {@link Blocking} for what each means. What was
 * not measured on it is that of the others. Apart from the constants, so that a wrong property is
 * an exception of the caller's, not of a class initialiser.
 *
 * @param name what property and {@code rnn info} call it
 * @param mr {@link Blocking#MR}
 * @param kc {@link Blocking#KC}
 * @param mc {@link Blocking#MC}
 * @param packFrom {@link Blocking#PACK_FROM}
 * @param outerKc {@link Blocking#OUTER_KC}
 * @param outerMc {@link Blocking#OUTER_MC}
 * @param outerNc {@link Blocking#OUTER_NC}
 * @param packOuter {@link Blocking#PACK_OUTER}
 */
record BlockingRow(
    String name,
    int mr,
    int kc,
    int mc,
    int packFrom,
    int outerKc,
    int outerMc,
    int outerNc,
    boolean packOuter) {
  static final String PROPERTY = "dev.rnn4j.simd.blocking";

  /** More columns than any matrix has. */
  private static final int NEVER = Integer.MAX_VALUE;

  /** How the property says that. */
  private static final String NO_COLUMNS = "never";

  /** 16 registers, of 128 or 256 bits; measured on AMD Zen 4 with 256. */
  private static final BlockingRow REGISTERS_16 =
      new BlockingRow("registers-16", 4, 512, 96, 512, 704, 256, 512, true);

  /** 32 registers, which come with vectors of 512 bits; measured on AMD Zen 4. */
  private static final BlockingRow REGISTERS_32 =
      new BlockingRow("registers-32", 8, 1024, 48, NEVER, 704, 256, 512, false);

  /**
   * The same with 2 MiB and more of L2, which are two FMA units of 512 bits, too: tiles measured on
   * Intel Sapphire Rapids.
   */
  private static final BlockingRow LARGE_L2 =
      new BlockingRow("large-l2", 8, 1024, 192, 512, 704, 256, 512, true);

  private static final List<BlockingRow> ALL = List.of(REGISTERS_16, REGISTERS_32, LARGE_L2);

  private static final List<String> KEYS =
      List.of("mr", "kc", "mc", "pack", "outer-kc", "outer-mc", "outer-nc", "outer-pack");

  /** Of vectors of 512 bits, with which there are 32 registers. */
  private static final int LANES_512 = 16;

  private static final int LARGE = 2 << 20;

  /** What all but mr and packFrom are multiples of: whole tiles, panels and cache lines. */
  private static final int GRANULE = 16;

  private static final int LARGEST = 1 << 12;

  /**
   * The row for vectors of a width: that of this machine, or what the property asks for.
   *
   * @param lanes floats in a vector
   * @throws IllegalArgumentException if the property is not understood
   */
  static BlockingRow forLanes(int lanes) {
    long level2 = lanes < LANES_512 ? 0 : Caches.level2(); // not read in vain at every start
    return of(System.getProperty(PROPERTY, ""), ofMachine(lanes, level2));
  }

  /** Throws what {@link #forLanes} would throw. */
  static void check() {
    of(System.getProperty(PROPERTY, ""), REGISTERS_16);
  }

  /** The row of a kind of machine; 0 bytes of L2 if unknown. */
  static BlockingRow ofMachine(int lanes, long level2) {
    if (lanes < LANES_512) {
      return REGISTERS_16;
    }
    return level2 >= LARGE ? LARGE_L2 : REGISTERS_32;
  }

  /**
   * A row with changes, such as {@code large-l2} or {@code kc=512,mc=96}.
   *
   * @param text names and numbers between commas
   * @param usual what is not named
   */
  static BlockingRow of(String text, BlockingRow usual) {
    BlockingRow row = usual;
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int equals = part.indexOf('=');
      row = equals < 0 ? named(part) : row.with(part.substring(0, equals), number(part, equals));
    }
    return row;
  }

  private static BlockingRow named(String name) {
    return ALL.stream()
        .filter(row -> row.name.equals(name))
        .findFirst()
        .orElseThrow(() -> {
          List<String> names = ALL.stream().map(BlockingRow::name).toList();
          return refused("knows " + String.join(", ", names) + ", not \"" + name + "\"");
        });
  }

  private static int number(String part, int equals) {
    if (part.equals("pack=" + NO_COLUMNS)) {
      return NEVER;
    }
    String digits = part.substring(equals + 1);
    if (!digits.matches("\\d{1,9}")) {
      throw refused("has no number in \"" + part + "\"");
    }
    return Integer.parseInt(digits);
  }

  private BlockingRow with(String key, int n) {
    BlockingRow row =
        new BlockingRow(
            "custom",
            key.equals("mr") ? tile(n) : mr,
            key.equals("kc") ? block(n) : kc,
            key.equals("mc") ? block(n) : mc,
            key.equals("pack") ? n : packFrom,
            key.equals("outer-kc") ? block(n) : outerKc,
            key.equals("outer-mc") ? block(n) : outerMc,
            key.equals("outer-nc") ? panels(n) : outerNc,
            key.equals("outer-pack") ? yes(n) : packOuter);
    if (!KEYS.contains(key)) {
      throw refused("knows " + String.join(", ", KEYS) + ", not \"" + key + "\"");
    }
    return row;
  }

  private static int tile(int n) {
    if (n != 4 && n != 8) {
      throw refused("takes tiles of mr=4 or mr=8 rows, not " + n);
    }
    return n;
  }

  private static int block(int n) {
    if (n < GRANULE || n > LARGEST || n % GRANULE != 0) {
      throw refused("takes blocks of 16, 32, 48 and so on up to " + LARGEST + ", not " + n);
    }
    return n;
  }

  private static int panels(int n) {
    if (n % (2 * GRANULE) != 0) {
      throw refused("takes an outer-nc of multiples of " + 2 * GRANULE + ", not " + n);
    }
    return block(n);
  }

  private static boolean yes(int n) {
    if (n > 1) {
      throw refused("takes outer-pack=0 or outer-pack=1, not " + n);
    }
    return n == 1;
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        PROPERTY + " " + what + "; leave it out for what suits this machine");
  }

  /** As the property takes it. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "mr=%d,kc=%d,mc=%d,pack=%s,outer-kc=%d,outer-mc=%d,outer-nc=%d,outer-pack=%d",
        mr,
        kc,
        mc,
        packFrom == NEVER ? NO_COLUMNS : packFrom,
        outerKc,
        outerMc,
        outerNc,
        packOuter ? 1 : 0);
  }
}
