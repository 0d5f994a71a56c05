package dev.gatehouse.e2e.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.cli.cluster.ClusterOperator;
import dev.gatehouse.cli.cluster.StatusText;
import dev.gatehouse.dataplane.admin.DataPlane;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.ApiWire;
import dev.gatehouse.e2e.apiserver.Kubelet;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pods that the operator finds by their label. There is no kubelet, so that the test itself says
 * how they are; behind some there is a data plane, behind others nobody.
 */
@WithApiServer
class PodsTest {
  private static final String FIRST = "127.0.0.1";
  private static final String SECOND = "127.0.0.2";
  private static final String NOBODY = "127.0.0.3";
  private static final String SMALL = "127.0.0.4";

  private final ApiWire wire;
  private final Gateway gateway;
  private final Kubelet kubelet;
  private final Vertx vertx = Vertx.vertx();
  private final Vertx smallVertx = Vertx.vertx();
  private final DataPlane second;

  PodsTest(ApiServer api) {
    wire = new ApiWire(api);
    gateway = new Gateway(api, "pods", wire.config());
    kubelet = new Kubelet(api, gateway.namespace(), gateway.namespace());
    second = gateway.startAnother(vertx, SECOND);
  }

  @BeforeEach
  void podsAreFoundByLabel() {
    gateway.restartOperatorByLabel();
    gateway.backend("v1");
    gateway.backend("v2");
  }

  @AfterEach
  void close() throws IOException {
    vertx.close().await();
    smallVertx.close().await();
    gateway.close();
    wire.close();
    kubelet.deleteAll();
  }

  @Test
  void areServedFromWhenTheyAreThere() {
    gateway.route("orders", "/", "v1");
    gateway.await("orders", "Programmed", "Pending");
    assertTrue(
        message("orders").contains("found by label gatehouse.dev/gateway=" + gateway.namespace()),
        message("orders"));

    kubelet.start("a", FIRST, true);

    gateway.awaitProgrammed("orders");
    assertEquals("200 v1", gateway.get("/"));
  }

  @Test
  void areNotWaitedForOnceTheyAreGone() {
    kubelet.start("a", FIRST, true);
    kubelet.start("b", NOBODY, true);
    awaitKnown("b");
    gateway.route("orders", "/", "v1");
    gateway.await("orders", "Programmed", "Pending");
    assertTrue(message("orders").endsWith(": 1/2 pods"), message("orders"));

    kubelet.delete("b");

    gateway.awaitProgrammed("orders");
  }

  @Test
  void arePushedToButNotWaitedForBeforeTheyAreReady() {
    kubelet.start("a", FIRST, true);
    kubelet.start("b", SECOND, false);
    kubelet.start("c", NOBODY, false);
    gateway.route("orders", "/", "v1");

    gateway.awaitProgrammed("orders");
    gateway.awaitAnswer(second, "/", "200 v1");
  }

  @Test
  void oneThatHangsAndOneThatRefusesDelayNoOtherAndAreNamed() throws Exception {
    var settings = DataPlaneSettings.read("limits: {push: 8Ki}", "small.yaml");
    DataPlane small = gateway.startAnother(smallVertx, SMALL, settings);
    try (var hanging = new ServerSocket(gateway.pushPort(), 50, InetAddress.getByName(NOBODY))) {
      kubelet.start("well", FIRST, true);
      kubelet.start("hangs", hanging.getInetAddress().getHostAddress(), true);
      kubelet.start("small", SMALL, true);
      gateway.route("orders", "/", "v1");
      gateway.awaitAnswer("/", "200 v1");
      gateway.awaitAnswer(small, "/", "200 v1");

      gateway.rule(
          "large",
          """
          matches: [{path: {value: /large}}]
              filters: [{type: DirectResponse, directResponse: {body: %s}}]
          """
              .formatted(noise()));
      gateway.await("large", "Programmed", "PodLagging");
      gateway.route("orders", "/", "v2");
      gateway.awaitAnswer("/", "200 v2");
      for (int i = 0; i < 20; i++) {
        gateway.endpoints("v2", gateway.backend("v2-" + i));
        gateway.awaitAnswer("/", "200 v2-" + i);
      }
      assertTrue(message("large").endsWith(": 1/3 pods"), message("large"));
      awaitTold("hangs: serves nothing yet", "TIMEOUT: ");
      awaitTold(
          "small: serves ", "TOO_LARGE: the push is longer than limits.push of this pod allows");
      gateway.awaitAnswer(small, "/", "200 v1");

      kubelet.delete("hangs");
      gateway.delete("large");
      gateway.awaitAnswer(small, "/", "200 v2-19");
      gateway.awaitProgrammed("orders");
    }
  }

  @Test
  void areLeftAloneOnceTheyHaveEnded() {
    kubelet.start("a", FIRST, true);
    kubelet.start("b", NOBODY, true);
    kubelet.tell("b", "Failed", NOBODY, true);
    gateway.route("orders", "/", "v1");

    gateway.awaitProgrammed("orders");
  }

  @Test
  void areOthersWhereAnotherHasTheName() {
    kubelet.start("a", FIRST, true);
    gateway.route("orders", "/", "v1");
    gateway.awaitProgrammed("orders");

    wire.cut();
    kubelet.delete("a");
    kubelet.start("a", SECOND, true);
    wire.mend();
    gateway.awaitAnswer(second, "/", "200 v1");

    gateway.route("orders", "/", "v2");
    gateway.awaitProgrammed("orders");
    gateway.awaitAnswer(second, "/", "200 v2");
    assertEquals("200 v1", gateway.get("/"), "nobody pushes to the one that is gone");
  }

  /** Routes come by another watch: one that came before a pod would not wait for it. */
  private void awaitKnown(String pod) {
    Eventually.until(
        () -> pod + " is told, not " + status(),
        Gateway.PATIENCE,
        () -> status().stream().anyMatch(line -> line.contains("/" + pod)));
  }

  /** What {@code gatehouse status} says of a pod, in two lines. */
  private void awaitTold(String pod, String failure) {
    Eventually.until(
        () -> pod + " and " + failure + " are told, not " + status(),
        Gateway.PATIENCE,
        () -> {
          List<String> lines = status();
          for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).contains("/" + pod) && lines.get(i + 1).strip().startsWith(failure)) {
              return true;
            }
          }
          return false;
        });
  }

  private List<String> status() {
    try (var operator =
        ClusterOperator.at(URI.create("http://127.0.0.1:" + gateway.inspectPort()))) {
      return StatusText.of("one", operator.report()).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Text that no compression makes shorter. */
  private static String noise() {
    var bytes = new byte[12_000];
    new Random(1).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private String message(String route) {
    return requireNonNull(gateway.condition(route, "Programmed")).getMessage();
  }
}
