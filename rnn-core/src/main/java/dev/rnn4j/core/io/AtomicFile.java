package dev.rnn4j.core.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Replaces a file as a whole: the new content goes to a temporary file in the same directory, to
 * the disk, and then takes the name of the old one in one step. A reader, even after a crash, finds
 * the old file or the new one. Does not create directories.
 *
 * <p>A process that is killed leaves its temporary file behind; the next one that writes the same
 * file removes it.
 */
public final class AtomicFile {
  private static final int MAX_LINKS = 40;
  private static final AtomicLong SERIAL = new AtomicLong();

  /** Writes the content. */
  public interface Body {
    /**
     * Writes from the channel's start on.
     *
     * @param channel an empty file, open for writing
     * @throws IOException if that fails
     */
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Replaces or creates {@code file}; if that fails, nothing has changed.
   *
   * @param file what to replace; of a link, what it leads to
   * @param body writes the new content
   * @throws IOException if it cannot be written; the message names the file and says what to do
   */
  public static void write(Path file, Body body) throws IOException {
    Path target = followLinks(file).toAbsolutePath();
    // only the root has no parent, and that is a directory, which the check refuses
    Path directory = Objects.requireNonNullElse(target.getParent(), target);
    try {
      check(target, directory);
      replace(target, directory, body);
    } catch (IOException e) {
      String old = Files.exists(target) ? "; what was there before is unchanged" : "";
      if (e instanceof ClosedByInterruptException interrupt) {
        String message = file + ": the thread was interrupted while writing it" + old;
        throw FileSource.interrupted(message, interrupt);
      }
      throw new IOException(file + ": cannot be written: " + explain(e, directory) + old, e);
    }
    forceDirectory(directory);
  }

  /** The rename would replace a link, not what it leads to; the end need not exist. */
  private static Path followLinks(Path file) throws IOException {
    Path target = file;
    for (int i = 0; Files.isSymbolicLink(target); i++) {
      if (i == MAX_LINKS) {
        throw new IOException(
            file + ": cannot be written: more than " + MAX_LINKS + " symbolic links in a row");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void check(Path target, Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("there is no directory " + directory + "; create it first");
    }
    if (!Files.exists(target)) {
      return;
    }
    if (Files.isDirectory(target)) {
      throw new IOException("this is a directory; name a file in it");
    }
    if (!Files.isRegularFile(target)) {
      // a rename would happily replace a device
      throw new IOException("this is not a regular file; choose another name");
    }
    if (!Files.isWritable(target)) {
      throw new IOException(
          "the existing file is write-protected; check its permissions or choose another place");
    }
  }

  private static void replace(Path target, Path directory, Body body) throws IOException {
    Leftovers leftovers = new Leftovers(target, directory);
    leftovers.delete();
    Path temporary = createTemporary(directory, leftovers.prefix());
    try {
      copyPermissions(target, temporary);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        Leftovers.claim(channel);
        body.writeTo(channel);
        channel.force(true);
        // before the channel is closed, so that nobody takes it for a leftover
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      deleteQuietly(temporary);
    }
  }

  /** Unlike {@link Files#createTempFile} with the permissions any new file gets. */
  private static Path createTemporary(Path directory, String prefix) throws IOException {
    while (true) {
      try {
        String name = prefix + Leftovers.OWN + SERIAL.getAndIncrement() + Leftovers.SUFFIX;
        return Files.createFile(directory.resolve(name));
      } catch (FileAlreadyExistsException leftover) {
        // of another machine on a shared disk: take the next number
      }
    }
  }

  /** A replaced file keeps its mode, so that what was private stays private. */
  private static void copyPermissions(Path target, Path temporary) {
    PosixFileAttributeView from = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    PosixFileAttributeView to = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
    if (from == null || to == null || !Files.exists(target)) {
      return;
    }
    try {
      to.setPermissions(from.readAttributes().permissions());
    } catch (IOException e) {
      // some mounted file systems have fixed modes; that must not cost the model
    }
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // the failure that led here is the one to report
    }
  }

  /** Makes the rename itself durable. Not every system can; the content is on disk already. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows does not open directories
    }
  }

  private static String explain(IOException e, Path directory) {
    if (e instanceof AccessDeniedException) {
      return "no permission to create files in " + directory + "; choose another directory";
    }
    if (e instanceof AtomicMoveNotSupportedException) {
      return "the file system of "
          + directory
          + " cannot replace a file in one step; write to a local disk and copy it there";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    if (reason == null) {
      return e.getClass().getSimpleName();
    }
    boolean full = reason.startsWith("No space left") || reason.startsWith("Disk quota");
    return full
        ? reason + "; free some space or choose another disk than that of " + directory
        : reason;
  }
}
