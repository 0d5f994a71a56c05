package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatehouseOperatorTest {
  private static final OperatorSettings SETTINGS =
      OperatorSettings.standard("one").withPorts(new OperatorSettings.Ports(9901, 0, 0));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void saysAllThatItMissesAndStopsWhileTheApiServerIsAway() throws IOException {
    try (var api = new SilentApiServer();
        KubernetesClient client = api.client()) {
      GatehouseOperator operator = GatehouseOperator.start(client, SETTINGS);
      List<String> problems = operator.problems();

      assertTrue(problems.contains("Pod has yet to be listed"), problems::toString);
      assertTrue(problems.contains("statuses are not written yet"), problems::toString);
      assertTimeoutPreemptively(PATIENCE, operator::close);
    }
  }

  @Test
  void leavesNothingRunningWhereItsPortIsTaken() throws IOException, InterruptedException {
    try (var api = new SilentApiServer();
        KubernetesClient client = api.client()) {
      Set<Thread> before = threads();
      OperatorSettings taken = SETTINGS.withPorts(new OperatorSettings.Ports(9901, api.port(), 0));

      var failure =
          assertThrows(IllegalStateException.class, () -> GatehouseOperator.start(client, taken));

      String message = String.valueOf(failure.getMessage());
      assertTrue(message.startsWith("can't listen on health port " + api.port()), message);
      Set<Thread> left = threads();
      left.removeAll(before);
      for (Thread thread : left) {
        if (thread.getName().startsWith("vert.x")) {
          assertTrue(thread.join(PATIENCE), () -> thread + " keeps the process");
        }
      }
    }
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }
}
