package dev.rnn4j.cli.io;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;

/**
 * Where messages go. The launcher hands on its standard error under another number, {@value
 * #PROPERTY}, because it filters out of the usual one what the JVM says about incubator modules
 * before {@code main}, and a filter would come late with everything else.
 */
public final class StandardError {
  static final String PROPERTY = "dev.rnn4j.stderr";

  private StandardError() {}

  /** Standard error as the user has it; from now on that of all of this JVM's Java code. */
  public static FileOutputStream open() {
    FileOutputStream stream = new FileOutputStream(descriptor());
    System.setErr(new PrintStream(stream, true, Terminal.charset()));
    return stream;
  }

  /** Without the launcher, or on a JVM that is different inside, it is the usual one. */
  private static FileDescriptor descriptor() {
    Integer number = Integer.getInteger(PROPERTY);
    if (number == null) {
      return FileDescriptor.err;
    }
    try {
      Constructor<FileDescriptor> constructor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      constructor.setAccessible(true);
      return constructor.newInstance(number);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return FileDescriptor.err;
    }
  }
}
