package dev.rnn4j.cli.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps others from writing the same files. Each has a hidden lock file beside it, locked by the
 * operating system, which releases it however the process ends: after a kill only the unlocked file
 * is left, and the next one to write there takes it over and removes it. Where nothing can be
 * locked a note says so.
 */
public final class OutputLocks implements Closeable {
  /** Of this process; opening a lock file a second time would release its lock. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Takes the lock of an open file. */
  @FunctionalInterface
  interface Locking {
    @Nullable FileLock tryLock(FileChannel channel) throws IOException;
  }

  private final Locking locking;
  private final PrintWriter err;
  private final Map<Path, FileChannel> taken = new LinkedHashMap<>();

  private OutputLocks(Locking locking, PrintWriter err) {
    this.locking = locking;
    this.err = err;
  }

  /** Locks all of them, or fails at once if somebody else writes one. */
  public static OutputLocks take(List<Path> outputs, PrintWriter err) throws IOException {
    return take(outputs, err, FileChannel::tryLock);
  }

  public static OutputLocks take(List<Path> outputs, PrintWriter err, Locking locking)
      throws IOException {
    OutputLocks locks = new OutputLocks(locking, err);
    boolean all = false;
    try {
      for (Path output : outputs) {
        locks.take(output);
      }
      all = true;
      return locks;
    } finally {
      if (!all) {
        locks.close();
      }
    }
  }

  /** The lock file of an output, in the folder where the output really is. */
  public static Path lockFile(Path output) throws IOException {
    Path target = Outputs.resolve(output);
    // not the name itself, which may be as long as names can be
    int hash = String.valueOf(target.getFileName()).hashCode();
    return target.resolveSibling(Text.format(".rnn4j-%08x.lock", hash));
  }

  private void take(Path output) throws IOException {
    Path file = lockFile(output);
    if (!HELD.add(file)) {
      throw inUse(output, "");
    }
    boolean locked = false;
    try {
      FileChannel channel = lock(file, output);
      taken.put(file, channel);
      locked = true;
      sayWho(channel);
    } finally {
      if (!locked) {
        HELD.remove(file);
      }
    }
  }

  private FileChannel lock(Path file, Path output) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (locking.tryLock(channel) == null) {
          channel.close();
          throw inUse(output, owner(file));
        }
      } catch (IOException e) {
        err.println(
            "note: "
                + Text.shown(output)
                + " cannot be locked there; see to it that nothing else writes it meanwhile");
        return channel;
      }
      if (Files.exists(file)) {
        return channel;
      }
      channel.close(); // its last owner has just removed it
    }
  }

  private static void sayWho(FileChannel channel) throws IOException {
    String process = ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String owner(Path file) {
    try {
      String process = Files.readString(file, StandardCharsets.US_ASCII).strip();
      return process.matches("[0-9]{1,18}") ? " (process " + process + ")" : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static CliException inUse(Path output, String owner) {
    return new CliException(
        output
            + " is being written by another rnn"
            + owner
            + "; name another file, or wait for it");
  }

  /** Removes the lock files, then unlocks them: whoever opened one before finds it gone. */
  @Override
  public synchronized void close() {
    List<Path> files = new ArrayList<>(taken.keySet());
    for (Path file : files.reversed()) {
      try (FileChannel _ = taken.remove(file)) {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // it stays, unlocked
      }
      HELD.remove(file);
    }
  }
}
