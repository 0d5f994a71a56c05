package dev.gatehouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class RehearseCommandTest {
  private final StringWriter said = new StringWriter();

  @Test
  void checksExplainsAndServesWithoutAWord() {
    assertEquals(0, run("rehearse"), said::toString);
    assertEquals("", said.toString());
  }

  @Test
  void isNothingForUsers() {
    run("--help");

    assertFalse(said.toString().contains("rehearse"), said::toString);
  }

  private int run(String argument) {
    var out = new PrintWriter(said, true);
    return Gatehouse.commandLine().setOut(out).setErr(out).execute(argument);
  }
}
