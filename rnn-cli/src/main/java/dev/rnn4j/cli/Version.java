package dev.rnn4j.cli;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine.IVersionProvider;

/** The version, as the build noted it in the module. */
final class Version implements IVersionProvider {
  /** Such as "0.1.0"; "development" outside a module. */
  static String number() {
    ModuleDescriptor module = Version.class.getModule().getDescriptor();
    return module == null ? "development" : module.rawVersion().orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"rnn4j " + number() + ", Java " + Runtime.version()};
  }
}
