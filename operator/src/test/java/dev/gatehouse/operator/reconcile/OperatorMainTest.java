package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.publish.Pod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorMainTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void flagsComeBeforeTheEnvironmentAndThatBeforeDefaults() {
    OperatorSettings settings =
        OperatorMain.settings(
            List.of("--push-port", "1234", "--pod", "a=http://a:1", "--pod", "vip/b=http://b:2"),
            Map.of("GATEHOUSE_PUSH_PORT", "99", "GATEHOUSE_NAMESPACE", "edge"));

    assertEquals(1234, settings.pushPort());
    assertEquals("edge", settings.namespace());
    assertEquals(8081, settings.healthPort());
    assertEquals(
        Set.of(
            new Pod("a", "default", URI.create("http://a:1"), true),
            new Pod("vip/b", "vip", URI.create("http://b:2"), true)),
        settings.pods());
  }

  @ParameterizedTest
  @CsvSource({
    "--push-port,x,--push-port is not a port: x",
    "--health-port,70000,--health-port is not a port: 70000",
    "--pod,a,'--pod needs NAME=http://ADDRESS, not a'",
    "--allow-external-names,true,unknown option: --allow-external-names",
  })
  void saysWhichOptionIsWrong(String option, String value, String message) {
    assertEquals(2, run(option, value));
    assertEquals(message, err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""));
  }

  @Test
  void endsWhereItCannotListen() throws IOException {
    try (var taken = new SilentApiServer()) {
      assertEquals(1, run("--health-port", String.valueOf(taken.port())));
      String told = err.toString(StandardCharsets.UTF_8);
      assertTrue(told.startsWith("can't start: can't listen on health port "), told);
    }
  }

  private int run(String... args) {
    return OperatorMain.run(
        List.of(args), Map.of(), new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
