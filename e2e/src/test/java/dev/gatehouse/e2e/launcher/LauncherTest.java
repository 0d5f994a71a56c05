package dev.gatehouse.e2e.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
  private final Machine machine;

  LauncherTest(@TempDir Path home) throws IOException {
    machine = new Machine(home);
  }

  @Test
  void saysHowToGetAJdk() throws Exception {
    machine.jdk("21.0.4");
    machine.maven();

    Machine.Result result = machine.gatehouse("version");

    assertEquals(1, result.exitCode());
    assertEquals(
        """
        gatehouse: needs a JDK 25 and found none (JAVA_HOME is not set).
        gatehouse: Install one (https://adoptium.net/temurin/releases/?version=25, or: sdk install java 25-tem),
        gatehouse: and set JAVA_HOME to its folder if it is not found then.
        """,
        result.output());
  }

  @Test
  void saysHowToGetMaven() throws Exception {
    machine.jdk("25.0.1");

    Machine.Result result = machine.gatehouse("version");

    assertEquals(1, result.exitCode());
    assertEquals(
        "gatehouse: needs Maven (mvn) to build itself, and found none:"
            + " https://maven.apache.org/install.html\n",
        result.output());
  }

  @Test
  void showsTheErrorsOfAFailedBuildAndNoStack() throws Exception {
    machine.jdk("25");
    machine.failingMaven(
        """
        for i in {1..500}; do echo "[INFO] line $i"; done
        echo "[ERROR] Orders.java:[7,3] cannot find symbol"
        echo "    at org.apache.maven.Somewhere"
        """);

    Machine.Result result = machine.gatehouse("version");

    assertEquals(1, result.exitCode());
    assertEquals(
        """
        gatehouse: building (once, and after changes; the first time downloads libraries) ...
        [ERROR] Orders.java:[7,3] cannot find symbol
        gatehouse: the build failed; the whole log is in %s
        """
            .formatted(machine.log()),
        result.output());
  }

  @Test
  void showsTheEndOfALogWithoutErrors() throws Exception {
    machine.jdk("25");
    machine.failingMaven("for i in {1..500}; do echo \"line $i\"; done");

    String output = machine.gatehouse("version").output();

    assertTrue(output.contains("line 481\n") && output.contains("line 500\n"), output);
    assertFalse(output.contains("line 480\n"), output);
  }

  @Test
  void buildsWhatIsMissingOrOlderThanItsSourcesAndNothingElse() throws Exception {
    machine.jdk("25.0.1+8");
    machine.maven();

    Machine.Result first = machine.gatehouse("check", "my routes");
    assertEquals(0, first.exitCode(), first.output());
    assertTrue(first.output().contains("building"), first.output());
    assertTrue(
        first.output().endsWith("dev.gatehouse.cli.Gatehouse check my routes\n"), first.output());

    String second = machine.gatehouse("version").output();
    assertFalse(second.contains("building"), second);

    machine.edit("dataplane/src/main/Edited.java");
    String third = machine.gatehouse("version").output();
    assertTrue(third.contains("building"), third);
  }
}
