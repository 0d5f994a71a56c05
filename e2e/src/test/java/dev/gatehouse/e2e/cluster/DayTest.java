package dev.gatehouse.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.RawClient;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One installation from its first hour to its last; each test goes on where the one before ended.
 */
@Tag("cluster")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class DayTest {
  /** The operators' --lease-duration. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration NONE = Duration.ZERO;
  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration STEADY = Duration.ofMillis(40);

  private static final int OBSERVE_PORT = 9902;

  /** Requests before and after what happens under load. */
  private static final int SOME = 100;

  private final Rounds rounds = Rounds.ofThisRun();
  private final Cluster cluster = new Cluster();
  private final Installation gatehouse = new Installation(cluster);
  private Shop shop;

  @BeforeAll
  void install() {
    gatehouse.install();
    shop = new Shop(cluster);
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  @Test
  @Order(1)
  void splitsByWeight() {
    shop.split(80, 20);
    long found = answersOfV1(1000);
    assertTrue(found >= 760 && found <= 840, () -> found + " of 1000 by v1");
  }

  @Test
  @Order(2)
  void shiftsAllToTheNewVersion() {
    shop.split(0, 100);
    assertEquals(0, answersOfV1(200));
  }

  @Test
  @Order(3)
  void tellsPeopleWhatItServesAndWhy() {
    Cli.Told status = Cli.gatehouse("status");
    assertEquals(0, status.exitCode(), status::text);
    assertTrue(
        status.text().contains(gatehouse.leader().getMetadata().getName() + " leads"),
        status::text);
    for (Pod pod : gatehouse.dataPlanePods()) {
      assertTrue(status.text().contains(pod.getMetadata().getName() + ": serves "), status::text);
    }

    Cli.Told account = Cli.gatehouse("explain", "--cluster", "GET", "http://shop.example/x");
    assertEquals(0, account.exitCode(), account::text);
    assertTrue(account.text().contains("shop/shop"), account::text);
    assertTrue(account.text().contains("shop/v2:80"), account::text);
  }

  @Test
  @Order(4)
  void losesNothingInRollingUpdatesOfBackends() {
    underLoad(rounds.backendUpdates(), () -> cluster.restart(Shop.NAMESPACE, "v2"));
  }

  @Test
  @Order(5)
  void growsWithTheLoadAndShrinksAgainLosingNothing() {
    gatehouse.upgrade("dataPlane.autoscaling.enabled=true");
    try {
      underLoad(NONE, () -> gatehouse.awaitAutoscaled(3));
      underLoad(CALM, () -> gatehouse.awaitAutoscaled(1));
    } finally {
      gatehouse.upgrade("dataPlane.autoscaling.enabled=false");
    }
  }

  @Test
  @Order(6)
  void anAutoscalerWithoutItsMetricSaysSoAndChangesNothing() {
    gatehouse.upgrade(
        "dataPlane.autoscaling.enabled=true"
            + ",dataPlane.autoscaling.targetCPUUtilizationPercentage=null"
            + ",dataPlane.autoscaling.targetRequestsInFlight=10");
    try {
      underLoad(
          1,
          () ->
              Eventually.until(
                  () -> "the autoscaler says what it lacks: " + gatehouse.autoscaler().getStatus(),
                  Cluster.PATIENCE,
                  () -> lacksMetric(gatehouse.autoscaler())));
      assertEquals(1, cluster.ready(gatehouse.dataPlane()));
    } finally {
      gatehouse.upgrade("dataPlane.autoscaling.enabled=false");
    }
  }

  private static boolean lacksMetric(HorizontalPodAutoscaler autoscaler) {
    return autoscaler.getStatus() != null
        && autoscaler.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("ScalingActive")
                        && condition.getStatus().equals("False")
                        && condition.getMessage().contains("gatehouse_requests_in_flight"));
  }

  @Test
  @Order(7)
  void losesNothingInScaleOutsAndScaleIns() {
    String name = gatehouse.dataPlane().getMetadata().getName();
    underLoad(
        rounds.scalings(),
        () -> {
          cluster.scale(Installation.NAMESPACE, name, 3);
          cluster.scale(Installation.NAMESPACE, name, 1);
        });
  }

  @Test
  @Order(8)
  void losesNothingInRollingUpdatesOfTheDataPlane() {
    String name = gatehouse.dataPlane().getMetadata().getName();
    underLoad(rounds.dataPlaneUpdates(), () -> cluster.restart(Installation.NAMESPACE, name));
  }

  @Test
  @Order(9)
  void losesNothingInARollingUpdateOfTheOperatorAndIsLedOn() {
    String name = gatehouse.operator().getMetadata().getName();
    underLoad(
        1,
        () -> {
          cluster.restart(Installation.NAMESPACE, name);
          shop.split(50, 50);
        });
  }

  @Test
  @Order(10)
  void anotherLeadsSoonAfterTheLeadersDeath() {
    underLoad(
        rounds.leaderDeaths(),
        () -> {
          Pod leader = gatehouse.leader();
          ContainerProcess.of(leader).kill();
          gatehouse.awaitLeaderOtherThan(leader, LEASE.plusSeconds(5));
          shop.split(20, 80);
          shop.split(50, 50);
          cluster.awaitRollout(
              Installation.NAMESPACE, gatehouse.operator().getMetadata().getName());
        });
  }

  /** By whom is left open: the chart's role has to let it. */
  @Test
  @Order(11)
  void aDeletedLeaseIsMadeAnewAndPushesGoOn() {
    underLoad(
        1,
        () -> {
          gatehouse.deleteLease();
          gatehouse.awaitLeader();
          shop.split(20, 80);
          shop.split(50, 50);
        });
  }

  @Test
  @Order(12)
  void aKilledContainerOfTheDataPlaneServesAgainByItself() {
    Pod pod = gatehouse.dataPlanePods().getFirst();
    try (var load = new Load(gatehouse.gateway(), STEADY)) {
      load.awaitMore(SOME);
      ContainerProcess.of(pod).kill();
      load.awaitUnbroken(SOME);
      load.assertLostAtMost(1, shop);
    }
    Pod again = gatehouse.dataPlanePods().getFirst();
    assertEquals(pod.getMetadata().getName(), again.getMetadata().getName());
    assertEquals(Cluster.restarts(pod) + 1, Cluster.restarts(again));
  }

  @Test
  @Order(13)
  void aNewPodIsReadySoonWithAThousandRoutes() {
    shop.routes(1000);
    Pod fresh = gatehouse.anotherDataPlanePod();
    Duration took = ContainerProcess.of(fresh).untilReady(OBSERVE_PORT);
    say("container start to Ready with 1,000 routes: " + took.toMillis() + " ms");
  }

  @Test
  @Order(14)
  void showsOnDashboardsAndInAlertsWhatItDoes(@TempDir Path folder) {
    shop.routeToNothing();
    try (var prometheus = new Prometheus(folder, cluster, gatehouse)) {
      Set<String> queries = new LinkedHashSet<>(Queries.ofDashboard(gatehouse.dashboard()));
      for (String metric : Queries.metricsIn(gatehouse.monitoring("PrometheusRule"))) {
        queries.add("count(" + metric + ")");
      }
      underLoad(
          STEADY,
          () ->
              Eventually.until(
                  () -> "there is data for " + queries,
                  Cluster.PATIENCE,
                  () -> {
                    ask("nothing.example", 1);
                    queries.removeIf(prometheus::hasData);
                    return queries.isEmpty();
                  }));
      assertEquals(Set.of("ok"), prometheus.health());
    }
  }

  @Test
  @Order(15)
  void leavesNothingBehind() {
    gatehouse.uninstall();
    Eventually.until(
        () -> "nothing is left: " + gatehouse.leftovers(),
        Cluster.PATIENCE,
        () -> gatehouse.leftovers().isEmpty());
    cluster.deleteNamespace(Shop.NAMESPACE);
    cluster.deleteNamespace(Installation.NAMESPACE);
  }

  private void underLoad(int times, Runnable work) {
    underLoad(
        STEADY,
        () -> {
          for (int i = 0; i < times; i++) {
            work.run();
          }
        });
  }

  /** Does it while clients go on, of whose requests none may fail or come twice. */
  private void underLoad(Duration pause, Runnable work) {
    try (var load = new Load(gatehouse.gateway(), pause)) {
      load.awaitMore(SOME);
      work.run();
      load.awaitMore(SOME);
      say(load.assertClean(shop) + ", none came twice");
    }
  }

  private static void say(String what) {
    System.err.println("cluster: " + what);
  }

  private long answersOfV1(int requests) {
    List<RawClient.Answer> answers = ask("shop.example", requests);
    answers.forEach(answer -> assertEquals(200, answer.status(), answer::head));
    return answers.stream().filter(answer -> answer.body().startsWith("v1")).count();
  }

  private List<RawClient.Answer> ask(String host, int requests) {
    var answers = new ArrayList<RawClient.Answer>();
    try (var client = new RawClient(gatehouse.gateway())) {
      for (int i = 0; i < requests; i++) {
        answers.add(client.ask("GET / HTTP/1.1\r\nhost: " + host + "\r\n\r\n"));
      }
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
