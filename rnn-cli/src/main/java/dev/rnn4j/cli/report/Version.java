package dev.rnn4j.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version, as the build noted it in the jar. */
public final class Version implements IVersionProvider {
  private static final String NOTE = "/META-INF/maven/dev.rnn4j/rnn-cli/pom.properties";

  /** Such as "0.1.0"; "development" if this does not run from a jar. */
  public static String number() {
    try (InputStream in = Version.class.getResourceAsStream(NOTE)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "development");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"rnn4j " + number() + ", Java " + Runtime.version()};
  }
}
