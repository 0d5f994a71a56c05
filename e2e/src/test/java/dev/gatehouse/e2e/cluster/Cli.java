package dev.gatehouse.e2e.cluster;

import dev.gatehouse.cli.Gatehouse;
import java.io.PrintWriter;
import java.io.StringWriter;

/** The command that people have on machines of their own, with the kubeconfig of the tests. */
final class Cli {
  private Cli() {}

  /**
   * What it said.
   *
   * @param text of both outputs
   */
  record Told(int exitCode, String text) {}

  static Told gatehouse(String... arguments) {
    var text = new StringWriter();
    var out = new PrintWriter(text, true);
    int exitCode = Gatehouse.commandLine().setOut(out).setErr(out).execute(arguments);
    return new Told(exitCode, text.toString());
  }
}
