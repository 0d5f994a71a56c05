package dev.gatehouse.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.RawClient;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

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
  private static final Duration CALM = Duration.ofMillis(400);
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
  void splitsByWeight() throws IOException {
    shop.split(80, 20);
    int found = answersOfV1(1000);
    assertTrue(found >= 760 && found <= 840, () -> found + " of 1000 by v1");
  }

  @Test
  @Order(2)
  void shiftsAllToTheNewVersion() throws IOException {
    shop.split(0, 100);
    assertEquals(0, answersOfV1(200));
  }

  @Test
  @Order(3)
  void losesNothingInRollingUpdatesOfBackends() {
    underLoad(rounds.backendUpdates(), () -> cluster.restart(Shop.NAMESPACE, "v2"));
  }

  @Test
  @Order(4)
  void growsWithTheLoadAndShrinksAgainLosingNothing() {
    gatehouse.autoscale(1, 3);
    try {
      underLoad(NONE, () -> cluster.awaitPods(gatehouse.dataPlane(), 3));
      underLoad(CALM, () -> cluster.awaitPods(gatehouse.dataPlane(), 1));
    } finally {
      gatehouse.stopAutoscaling();
    }
  }

  @Test
  @Order(5)
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
  @Order(6)
  void losesNothingInRollingUpdatesOfTheDataPlane() {
    String name = gatehouse.dataPlane().getMetadata().getName();
    underLoad(rounds.dataPlaneUpdates(), () -> cluster.restart(Installation.NAMESPACE, name));
  }

  @Test
  @Order(7)
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
  @Order(8)
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

  @Test
  @Order(9)
  void killedContainersOfTheDataPlaneServeAgainByThemselves() {
    Pod pod = gatehouse.dataPlanePods().getFirst();
    try (var load = new Load(gatehouse.gateway(), STEADY)) {
      load.awaitMore(SOME);
      ContainerProcess.of(pod).kill();
      load.awaitMore(SOME);
      load.end().assertLostAtMost(20, shop.executions());
    }
  }

  @Test
  @Order(10)
  void aNewPodIsReadySoonWithAThousandRoutes() {
    shop.routes(1000);
    Pod fresh = gatehouse.anotherDataPlanePod();
    Duration took = ContainerProcess.of(fresh).untilReady(OBSERVE_PORT);
    say("container start to Ready with 1,000 routes: " + took.toMillis() + " ms");
  }

  @Test
  @Order(11)
  void leavesNothingBehind() {
    gatehouse.uninstall();
    assertEquals(List.of(), gatehouse.leftovers());
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
    shop.executions();
    Load.Result result;
    try (var load = new Load(gatehouse.gateway(), pause)) {
      load.awaitMore(SOME);
      work.run();
      load.awaitMore(SOME);
      result = load.end();
    }
    say(result.sent() + " requests, " + result.failures().size() + " failures");
    result.assertClean(shop.executions());
  }

  private static void say(String what) {
    System.err.println("cluster: " + what);
  }

  private int answersOfV1(int requests) throws IOException {
    int found = 0;
    try (var client = new RawClient(gatehouse.gateway())) {
      for (int i = 0; i < requests; i++) {
        RawClient.Answer answer = client.ask("GET / HTTP/1.1\r\nhost: shop.example\r\n\r\n");
        assertEquals(200, answer.status(), answer::head);
        found += answer.body().startsWith("v1") ? 1 : 0;
      }
    }
    return found;
  }
}
