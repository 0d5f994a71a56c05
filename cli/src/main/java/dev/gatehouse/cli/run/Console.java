package dev.gatehouse.cli.run;

import java.io.PrintWriter;
import java.util.List;

/** What the user reads: whole lines from any thread. */
public final class Console {
  private final PrintWriter out;

  public Console(PrintWriter out) {
    this.out = out;
  }

  synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  synchronized void say(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
  }
}
