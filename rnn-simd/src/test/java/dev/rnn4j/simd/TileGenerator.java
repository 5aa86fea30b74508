package dev.rnn4j.simd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the register tiles: what stands below the {@link #MARK} in the classes of the {@link
 * #TABLE}, and nothing above it. Run it from the root of the repository after a change, by {@value
 * #COMMAND}; it needs the JDK alone.
 */
final class TileGenerator {
  static final String COMMAND = "java rnn-simd/src/test/java/dev/rnn4j/simd/TileGenerator.java";
  private static final String MARK =
      "  // From here on written by TileGenerator, among the tests: change that, not this.\n";
  private static final String FOLDER = "rnn-simd/src/main/java/dev/rnn4j/simd";

  /** Rows of tiles, the tallest first: all up to {@link Blocking#MR}, whatever that may be. */
  private static final List<Integer> HEIGHTS = List.of(8, 7, 6, 5, 4, 3, 2, 1);

  /** Class, method, heights, panels, vectors in a row of a panel (2 is NR), and A's strip. */
  private static final List<Family> TABLE =
      List.of(
          new Family("MicroKernels", "tile", HEIGHTS, 1, 2, Strip.ROWS),
          new Family("MicroKernels", "stream", List.of(2), 2, 2, Strip.ROWS), // Blocking.STREAM2
          new Family("MicroKernels", "stream", List.of(1), 4, 2, Strip.ROWS), // Blocking.STREAM1
          new Family("NarrowKernels", "tile", HEIGHTS, 1, 1, Strip.ROWS),
          new Family("OuterKernels", "tile", HEIGHTS, 1, 2, Strip.COLUMNS),
          new Family("NarrowOuterKernels", "tile", HEIGHTS, 1, 1, Strip.COLUMNS),
          new Family("PackedKernels", "tile", HEIGHTS, 1, 2, Strip.PACKED),
          new Family("NarrowPackedKernels", "tile", HEIGHTS, 1, 1, Strip.PACKED));

  private static final String PARAMETERS =
      "float[] a, int a0, float[] b, int b0, int kc, float[] s, int s0, int lds, "
          + "float[] c, int c0, int ldc";

  private TileGenerator() {}

  public static void main(String[] args) throws IOException {
    for (var file : files(Path.of("")).entrySet()) {
      Files.writeString(file.getKey(), file.getValue());
    }
  }

  /** What each file must contain, in the repository with this root. */
  static Map<Path, String> files(Path root) throws IOException {
    Map<Path, String> files = new TreeMap<>();
    for (Family family : TABLE) {
      Path file = root.resolve(FOLDER, family.type() + ".java");
      if (!files.containsKey(file)) {
        files.put(file, head(file));
      }
      files.merge(file, family.methods(), (above, more) -> above + "\n" + more);
    }
    files.replaceAll((file, text) -> text + "}\n");
    return files;
  }

  /** What stands by hand in a file, with the mark. */
  private static String head(Path file) throws IOException {
    String text = Files.readString(file);
    int mark = text.indexOf(MARK);
    if (mark < 0) {
      throw new IllegalStateException(file + " lacks the line that begins generated code: " + MARK);
    }
    return text.substring(0, mark) + MARK;
  }

  /** How the A of a tile lies in memory. */
  private enum Strip {
    /** Its rows are LDA apart. */
    ROWS,
    /** The elements of a step stand side by side, those of the next OUTER_LDA further on. */
    COLUMNS,
    /** The elements of a step stand side by side, and after them those of the next. */
    PACKED
  }

  /** Methods that differ in their height: the rows of C they compute. */
  private record Family(
      String type, String name, List<Integer> heights, int panels, int vectors, Strip strip) {
    String methods() {
      String tiles =
          heights.stream()
              .map(height -> new Tile(name, height, panels, vectors, strip).method())
              .collect(Collectors.joining("\n"));
      return panels == 1 ? choice() + "\n" + tiles : tiles;
    }

    /** The method that calls the tile of a height; the last in the table is the default. */
    private String choice() {
      String parameters = "int height, " + PARAMETERS;
      StringBuilder text = new StringBuilder(signature(name, parameters));
      text.append("    switch (height) {\n");
      String arguments = PARAMETERS.replaceAll("(float\\[\\]|int) ", "");
      for (int height : heights) {
        String label = height == heights.getLast() ? "default" : "case " + height;
        text.append("      %s -> %s%d(%s);\n".formatted(label, name, height, arguments));
      }
      return text.append("    }\n  }\n").toString();
    }
  }

  /** One method: {@code rows} of A by {@code panels} of B, each so many {@code vectors} wide. */
  private record Tile(String name, int rows, int panels, int vectors, Strip strip) {
    String method() {
      StringBuilder text = new StringBuilder(panels == 1 ? "" : javadoc());
      text.append(signature(name + rows, parameters()));
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns(); j++) {
          text.append(
              "    FloatVector t%d%d = FloatVector.fromArray(FLOATS, s, s0%s%s);\n"
                  .formatted(i, j, times(i, "lds"), times(j, "LANES")));
        }
      }
      for (int p = 1; p < panels; p++) {
        text.append("    int b%d = b%d + panel;\n".formatted(p, p - 1));
      }
      text.append("    for (int k = 0; k < kc; k++) {\n");
      text.append(panels == 1 ? rowAfterRow() : vectorAfterVector()).append("    }\n");
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns(); j++) {
          text.append(
              "    t%d%d.intoArray(c, c0%s%s);\n"
                  .formatted(i, j, times(i, "ldc"), times(j, "LANES")));
        }
      }
      return text.append("  }\n").toString();
    }

    /** Vectors of C in a row. */
    private int columns() {
      return panels * vectors;
    }

    private String javadoc() {
      return "  /** %s by %d neighbouring panels, which are {@code panel} floats apart. */\n"
          .formatted(rows == 1 ? "One row" : rows + " rows", panels);
    }

    private String parameters() {
      String all = panels == 1 ? PARAMETERS : PARAMETERS.replace("int kc", "int panel, int kc");
      boolean pitches = panels == 1 || rows > 1;
      return pitches ? all : all.replace("int lds, ", "").replace(", int ldc", "");
    }

    /** A step that holds a row of the panel in registers while the rows of A go by. */
    private String rowAfterRow() {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < columns(); j++) {
        text.append(loadB(j));
      }
      for (int i = 0; i < rows; i++) {
        text.append(loadA(i));
        for (int j = 0; j < columns(); j++) {
          text.append(add(i, j));
        }
      }
      return text.toString();
    }

    /** A step that holds the elements of A in registers while the panels go by. */
    private String vectorAfterVector() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < rows; i++) {
        text.append(loadA(i));
      }
      for (int j = 0; j < columns(); j++) {
        text.append(loadB(j));
        for (int i = 0; i < rows; i++) {
          text.append(add(i, j));
        }
      }
      return text.toString();
    }

    private String loadA(int i) {
      String index =
          switch (strip) {
            case ROWS -> "a0 + k" + times(i, "LDA");
            case COLUMNS -> "a0 + k * OUTER_LDA" + (i == 0 ? "" : " + " + i);
            case PACKED -> "a0 + k" + (rows == 1 ? "" : " * " + rows) + (i == 0 ? "" : " + " + i);
          };
      return "      FloatVector x%d = FloatVector.broadcast(FLOATS, a[%s]);\n".formatted(i, index);
    }

    private String loadB(int j) {
      String pitch = vectors == 1 ? "LANES" : "NR";
      return "      FloatVector p%d = FloatVector.fromArray(FLOATS, b, b%d + k * %s%s);\n"
          .formatted(j, j / vectors, pitch, times(j % vectors, "LANES"));
    }

    private static String add(int i, int j) {
      return "      t%1$d%2$d = x%1$d.fma(p%2$d, t%1$d%2$d);\n".formatted(i, j);
    }
  }

  /** One parameter on each line, as they do not fit one. */
  private static String signature(String name, String parameters) {
    return "  static void " + name + "(\n      " + parameters.replace(", ", ",\n      ") + ") {\n";
  }

  /** So many times a distance, to be added to an index. */
  private static String times(int n, String distance) {
    return switch (n) {
      case 0 -> "";
      case 1 -> " + " + distance;
      default -> " + " + n + " * " + distance;
    };
  }
}
