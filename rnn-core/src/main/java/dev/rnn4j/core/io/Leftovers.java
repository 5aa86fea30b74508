package dev.rnn4j.core.io;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Temporary files that killed processes left behind while they wrote one file. A file is left
 * behind if its process is gone and nobody holds the lock of its writer; the latter because on a
 * shared disk or beside a container the number of a process says little.
 */
final class Leftovers {
  static final String SUFFIX = ".tmp";

  /** Between the prefix and a serial number: the process. */
  static final String OWN = ProcessHandle.current().pid() + "-";

  private final Path directory;
  private final String prefix;
  private final Pattern name;

  Leftovers(Path target, Path directory) {
    this.directory = directory;
    // not the name itself, which may be as long as names can be
    prefix = "%s%08x-".formatted(".rnn4j-", String.valueOf(target.getFileName()).hashCode());
    name = Pattern.compile(Pattern.quote(prefix) + "([0-9]{1,18})-[0-9]+" + Pattern.quote(SUFFIX));
  }

  /** What the name of a temporary file of the target begins with. */
  String prefix() {
    return prefix;
  }

  /** Says that a temporary file is being written, until the channel is closed. */
  static void claim(FileChannel temporary) throws ClosedChannelException {
    try {
      FileLock _ = temporary.tryLock();
    } catch (ClosedChannelException e) {
      throw e; // by an interrupt
    } catch (IOException | OverlappingFileLockException e) {
      // where nothing can be locked, living processes are still told from dead ones
    }
  }

  /** Deletes what was left behind. That it cannot is no reason not to write. */
  void delete() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, this::isLeftBehind)) {
      for (Path file : files) {
        deleteUnlessLocked(file);
      }
    } catch (IOException | DirectoryIteratorException | OverlappingFileLockException e) {
      // it stays
    }
  }

  private boolean isLeftBehind(Path file) {
    Matcher matcher = name.matcher(String.valueOf(file.getFileName()));
    return matcher.matches()
        && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static void deleteUnlessLocked(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.delete(file);
      }
    }
  }
}
