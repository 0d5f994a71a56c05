package dev.gatehouse.cli;

import dev.gatehouse.cli.run.Rehearsal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Does once what the other commands do, and says nothing. The launcher runs it after a build, with
 * the JVM noting what it loads and compiles for later starts.
 */
@Command(name = "rehearse", hidden = true, description = "For the launcher alone.")
final class RehearseCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var rehearsal = Rehearsal.prepare()) {
      CommandLine commands = Gatehouse.commandLine().setOut(new PrintWriter(Writer.nullWriter()));
      Path folder = rehearsal.folder();
      int checked = commands.execute("check", folder.toString());
      int explained =
          commands.execute("explain", folder.toString(), "GET", "http://localhost/orders/42");
      boolean served = rehearsal.serve();
      return checked == 0 && explained == 0 && served ? 0 : Gatehouse.PROBLEMS;
    }
  }
}
