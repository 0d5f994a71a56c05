package dev.gatehouse.cli;

import picocli.CommandLine.IVersionProvider;

/** What this build calls itself. */
final class Version implements IVersionProvider {
  /** As the jar's manifest has it; classes that never were in a jar have none. */
  static String gatehouse() {
    String version = Gatehouse.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"gatehouse " + gatehouse()};
  }
}
