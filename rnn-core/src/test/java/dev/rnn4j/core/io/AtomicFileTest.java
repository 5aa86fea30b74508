package dev.rnn4j.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("model");
  }

  @AfterEach
  void noTemporaryFileIsEverLeft() throws IOException {
    try (var entries = Files.walk(directory)) {
      assertFalse(entries.anyMatch(entry -> entry.toString().endsWith(".tmp")));
    }
  }

  private static void write(Path file, String content) throws IOException {
    AtomicFile.write(
        file, channel -> channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8))));
  }

  private IOException fails(Path to, String... parts) {
    IOException e = assertThrows(IOException.class, () -> write(to, "new"));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith(to + ": cannot be written: "), e.toString());
    for (String part : parts) {
      assertTrue(e.toString().contains(part), e.toString());
    }
    return e;
  }

  @Test
  void aFileIsCreatedAndReplaced() throws IOException {
    write(file, "first and longer");
    assertEquals("first and longer", Files.readString(file));
    write(file, "second");
    assertEquals("second", Files.readString(file));
  }

  /** A temporary file of a process. */
  private Path leftover(Path target, long process) throws IOException {
    String prefix = new Leftovers(target, directory).prefix();
    return Files.writeString(directory.resolve(prefix + process + "-0.tmp"), "half a mod");
  }

  @Test
  void whatAKilledProcessLeftBehindIsRemovedByTheNextThatWritesTheFile() throws IOException {
    Path dead = leftover(file, 999_999_999_999L);
    Path ofAnotherFile = leftover(directory.resolve("other"), 999_999_999_999L);
    write(file, "new");
    assertFalse(Files.exists(dead));
    assertTrue(Files.exists(ofAnotherFile));
    write(directory.resolve("other"), "new");
    assertFalse(Files.exists(ofAnotherFile));
  }

  @Test
  void whatIsStillBeingWrittenStays() throws IOException {
    Path alive = leftover(file, ProcessHandle.current().pid());
    Path locked = leftover(file, 999_999_999_999L);
    try (FileChannel channel = FileChannel.open(locked, StandardOpenOption.WRITE)) {
      Leftovers.claim(channel);
      write(file, "new");
      assertTrue(Files.exists(locked));
    }
    assertEquals("half a mod", Files.readString(alive));
    write(file, "new");
    assertFalse(Files.exists(locked));
    Files.delete(alive);
  }

  @Test
  void aFailureInTheMiddleLeavesTheOldFile() throws IOException {
    Files.writeString(file, "old");
    AtomicFile.Body full =
        channel -> {
          channel.write(ByteBuffer.allocate(100));
          throw new IOException("No space left on device");
        };
    IOException e = assertThrows(IOException.class, () -> AtomicFile.write(file, full));
    assertTrue(e.toString().contains("No space left on device; free some"), e.toString());
    assertTrue(e.toString().contains("what was there before is unchanged"), e.toString());
    assertEquals("old", Files.readString(file));
  }

  @Test
  void aFailureOfTheProgramLeavesTheOldFileToo() throws IOException {
    Files.writeString(file, "old");
    AtomicFile.Body broken =
        channel -> {
          throw new IllegalStateException("bug");
        };
    assertThrows(IllegalStateException.class, () -> AtomicFile.write(file, broken));
    assertEquals("old", Files.readString(file));
  }

  @Test
  void aFailureWhileANewFileIsWrittenLeavesNone() {
    AtomicFile.Body broken =
        channel -> {
          throw new IOException();
        };
    IOException e = assertThrows(IOException.class, () -> AtomicFile.write(file, broken));
    assertEquals(file + ": cannot be written: IOException", e.getMessage());
    assertTrue(Files.notExists(file));
  }

  @Test
  void aMissingDirectoryIsNamed() throws IOException {
    fails(directory.resolve("none/model"), "there is no directory " + directory.resolve("none"));
    Files.writeString(file, "old");
    fails(file.resolve("model"), "there is no directory " + file);
  }

  @Test
  void aDirectoryIsNotReplaced() throws IOException {
    Files.createDirectory(file);
    fails(file, "this is a directory");
    fails(Path.of(""), "this is a directory");
    fails(file.getRoot(), "this is a directory");
  }

  @Test
  void aDeviceIsNotReplaced() {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    fails(device, "not a regular file");
    assertFalse(Files.isRegularFile(device));
  }

  @Test
  void inAReadOnlyDirectoryTheOldFileStays() throws IOException {
    assumePosix();
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeFalse(Files.isWritable(directory), "this user may write everywhere");
      fails(file, "no permission to create files in " + directory, "is unchanged");
      fails(directory.resolve("other"), "no permission");
      assertEquals("old", Files.readString(file));
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void aWriteProtectedFileStays() throws IOException {
    assumePosix();
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assumeFalse(Files.isWritable(file), "this user may write everywhere");
    fails(file, "write-protected");
    assertEquals("old", Files.readString(file));
  }

  @Test
  void aReplacedFileKeepsItsMode() throws IOException {
    assumePosix();
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    write(file, "new");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  private void assumePosix() throws IOException {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
  }

  @Test
  void aSymbolicLinkIsFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(file, Path.of("elsewhere", "second"));
    Path second = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("model-1"));
    write(link, "new");
    write(link, "newer");
    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(second));
    assertEquals("newer", Files.readString(elsewhere.resolve("model-1")));
  }

  @Test
  void aCircleOfLinksIsReported() throws IOException {
    Path other = directory.resolve("other");
    Files.createSymbolicLink(file, other);
    Files.createSymbolicLink(other, file);
    fails(file, "symbolic links");
  }

  @Test
  void oneOfSeveralWritersWinsAndReadersSeeOnlyCompleteFiles() throws Exception {
    int count = 100_000;
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int id = 0; id < 4; id++) {
        float[] values = new float[count];
        Arrays.fill(values, id);
        writers.add(() -> writeRepeatedly(values));
      }
      Safetensors.write(
          file, Map.of(), List.of(NamedTensor.floats("x", List.of(count), new float[count], 0)));
      List<Future<Integer>> running = new ArrayList<>();
      for (Callable<Integer> writer : writers) {
        running.add(pool.submit(writer));
      }
      while (!running.stream().allMatch(Future::isDone)) {
        assertComplete(count);
      }
      for (Future<Integer> writer : running) {
        assertEquals(10, writer.get());
      }
    }
    assertComplete(count);
  }

  private int writeRepeatedly(float[] values) throws IOException {
    List<NamedTensor> tensors = List.of(NamedTensor.floats("x", List.of(values.length), values, 0));
    int written = 0;
    while (written < 10) {
      Safetensors.write(file, Map.of(), tensors);
      written++;
    }
    return written;
  }

  private void assertComplete(int count) throws IOException {
    try (SafetensorsReader in = Safetensors.open(file)) {
      float[] values = in.floats("x");
      float[] same = new float[count];
      Arrays.fill(same, values[0]);
      assertTrue(Arrays.equals(same, values));
    }
  }
}
