package dev.rnn4j.core.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile files in a JVM of 64 MB: each is refused with a sentence, none fills the memory. */
class SmallHeapTest {
  private static final String MODEL =
      "\"rnn4j\":\"language-model/1\",\"rnn4j.config\":\"{\\\"cell\\\":\\\"lstm\\\","
          + "\\\"activation\\\":\\\"tanh\\\",\\\"vocabulary_size\\\":1000000,"
          + "\\\"embedding_size\\\":1,\\\"hidden_sizes\\\":[1],\\\"dropout\\\":0,"
          + "\\\"tied\\\":false}\",\"rnn4j.vocabulary\":\"";

  @TempDir private Path directory = Path.of("");

  /** Loads every file it is given and says what came of it. */
  static final class Loader {
    private Loader() {}

    public static void main(String[] files) {
      for (String file : files) {
        String outcome;
        try {
          LanguageModelFile.load(Path.of(file));
          outcome = "loaded";
        } catch (IOException e) {
          outcome = e.getClass().getSimpleName() + " " + e.getMessage();
        } catch (OutOfMemoryError | StackOverflowError e) {
          outcome = "ERROR " + e;
        }
        System.out.println(outcome);
      }
    }
  }

  /** {@code begin}, then {@code part} over and over up to a number of megabytes, then the end. */
  private Path file(String name, String begin, String part, int megabytes, String end)
      throws IOException {
    StringBuilder header = new StringBuilder(begin);
    for (int i = 0; header.length() < megabytes << 20; i++) {
      header.append(part.replace("#", "" + i));
    }
    byte[] bytes = header.append(end).toString().getBytes(UTF_8);
    Path file = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length).array());
      out.write(bytes);
    }
    return file;
  }

  private List<Path> files() throws IOException {
    String tiny = "\"#\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},";
    String meta = "{\"__metadata__\":{" + MODEL;
    return List.of(
        file("objects", "{\"x\":[", "{},", 4, "0]}"),
        file("members", "{\"x\":[", "{\"a\":{}},", 4, "0]}"),
        file("arrays", "{\"x\":[", "[],", 4, "0]}"),
        file("filledArrays", "{\"x\":[", "[0],", 4, "0]}"),
        file("numbers", "{\"x\":[", "1.5,", 4, "0]}"),
        file("emptyStrings", "{\"x\":[", "\"\",", 4, "0]}"),
        file("keys", "{", "\"#\":0,", 4, "\"x\":0}"),
        file("tensors", "{", tiny, 4, "\"x\":0}"),
        file("manyTensors", "{", tiny, 9, "\"x\":0}"),
        file("nested", "{\"x\":", "[", 4, "}"),
        file("notes", "{\"__metadata__\":{", "\"#\":\"\",", 4, "\"x\":\"\"}}"),
        file("hugeNote", "{\"__metadata__\":{\"rnn4j\":\"", "x", 5, "\"}}"),
        file("hugeKey", "{\"", "x", 5, "\":0}"),
        file("hugeNumber", "{\"x\":", "1", 5, "}"),
        file("hugeShape", "{\"x\":{\"dtype\":\"F32\",\"shape\":[", "1,", 4, "-1]}}"),
        file("hugeHeader", "{\"x\":[", "[],", 20, "0]}"),
        file("spaces", "{", " ", 30, "}"),
        file("tokens", meta + "{\\\"tokens\\\":[", "\\\"a\\\",", 4, "0]}\"}}"),
        file("tokensOfNothing", meta + "[", "[],", 4, "0]\"}}"),
        file("tokenObjects", meta + "[", "{},", 4, "0]\"}}"),
        file("hugeToken", meta + "{\\\"level\\\":\\\"", "x", 5, "\\\"}\"}}"),
        file("beyond", "{\"__metadata__\":{", "\"#\":\"\u4e00\",", 4, "\"x\":\"\"}}"));
  }

  @Test
  void everyRefusedFileIsRefusedWithASentence() throws Exception {
    List<Path> files = files();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx64m");
    command.add("-cp");
    command.add(folderOf(LanguageModelFile.class) + ":" + folderOf(SmallHeapTest.class));
    command.add(Loader.class.getName());
    files.forEach(file -> command.add(file.toString()));
    Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new String(java.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertEquals(0, java.waitFor(), lines.toString());
    assertEquals(files.size(), lines.size(), lines.toString());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean refused =
          line.startsWith("ModelFormatException " + files.get(i))
              || line.startsWith("IOException " + files.get(i));
      assertTrue(refused, files.get(i) + ": " + line);
      assertTrue(line.length() < files.get(i).toString().length() + 1000, line);
    }
  }

  /** Where the classes are; a class path, because this package is not open to others. */
  private static String folderOf(Class<?> type) throws URISyntaxException {
    String name = type.getName().replace('.', '/') + ".class";
    Path classFile =
        Path.of(Objects.requireNonNull(type.getClassLoader().getResource(name)).toURI());
    return classFile
        .resolve("../".repeat(type.getName().split("[.]").length))
        .normalize()
        .toString();
  }
}
