package dev.gatehouse.e2e.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        gatehouse: building (once, and after changes; the first time downloads libraries); the log is %1$s ...
        [ERROR] Orders.java:[7,3] cannot find symbol
        gatehouse: the build failed; the whole log is in %1$s
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

  @Test
  void rehearsesOnceAfterABuildAndStartsFromWhatTheJvmKept() throws Exception {
    machine.atADesk();
    machine.jdk("25.0.1");
    machine.maven();

    String first = machine.gatehouse("version").output();
    awaitRehearsal(1);
    String second = machine.gatehouse("version").output();

    assertFalse(first.contains("-XX:AOTCache="), first);
    assertTrue(second.contains("-XX:AOTCache=" + machine.cache()), second);

    machine.edit("dataplane/src/main/Edited.java");
    String third = machine.gatehouse("version").output();
    assertFalse(third.contains("-XX:AOTCache="), "made before the edit: " + third);
    awaitRehearsal(2);
  }

  @Test
  void startsWithoutACacheWhereNoneCanBeMade() throws Exception {
    machine.jdk("25.0.1");
    machine.maven();
    machine.gatehouse("version");
    machine.atADesk();
    machine.readOnly();

    Machine.Result result = machine.gatehouse("version");

    assertEquals(0, result.exitCode(), result.output());
    assertTrue(result.output().endsWith("dev.gatehouse.cli.Gatehouse version\n"), result.output());
    assertEquals(0, rehearsals());
  }

  @Test
  void rehearsesNoSecondTimeWhereItFails() throws Exception {
    machine.atADesk();
    machine.jdk("25.0.1", "case $* in *rehearse) exit 1 ;; esac");
    machine.maven();

    machine.gatehouse("version");
    Eventually.until(() -> "rehearses", PATIENCE, () -> rehearsals() == 1);
    Machine.Result second = machine.gatehouse("version");

    assertEquals(0, second.exitCode(), second.output());
    assertFalse(second.output().contains("-XX:AOTCache="), second.output());
    assertEquals(1, rehearsals());
  }

  @Test
  void theJvmPassesOverACacheThatDoesNotFitWithoutAWord(@TempDir Path folder) throws Exception {
    Path cache = Files.writeString(folder.resolve("cache"), "of another JVM");
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();

    Process process =
        new ProcessBuilder(java, "-XX:AOTCache=" + cache, "-Xlog:aot*=off", "--version")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), output);
    assertTrue(output.startsWith("openjdk "), output);
  }

  @Test
  void rehearsesNothingInCi() throws Exception {
    machine.jdk("25.0.1");
    machine.maven();

    machine.gatehouse("version");

    assertEquals(List.of("version"), machine.javaCalls().stream().map(LauncherTest::last).toList());
  }

  private void awaitRehearsal(int number) {
    Eventually.until(
        () -> "rehearsed by " + machine.javaCalls(),
        PATIENCE,
        () -> rehearsals() == number && Files.exists(machine.cache()));
  }

  private long rehearsals() {
    return machine.javaCalls().stream().filter(call -> last(call).equals("rehearse")).count();
  }

  private static String last(String call) {
    return call.substring(call.lastIndexOf(' ') + 1);
  }
}
