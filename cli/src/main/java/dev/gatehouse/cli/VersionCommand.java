package dev.gatehouse.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which build this is and what it runs on. */
@Command(name = "version", description = "Prints the versions of Gatehouse and of its Java.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .printf(
            "gatehouse %s%njava %s (%s)%n",
            Version.gatehouse(),
            System.getProperty("java.version"),
            System.getProperty("java.vendor"));
    return 0;
  }
}
