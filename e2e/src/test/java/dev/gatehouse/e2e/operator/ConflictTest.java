package dev.gatehouse.e2e.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiProxy;
import dev.gatehouse.e2e.apiserver.ApiProxy.Write;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Others write to routes, too, and at any moment. */
@WithApiServer
class ConflictTest {
  private final ApiServer api;
  private final ApiProxy proxy;
  private final Gateway gateway;

  ConflictTest(ApiServer api) {
    this.api = api;
    proxy = new ApiProxy(api);
    gateway = new Gateway(api, "conflict", proxy.config());
  }

  @BeforeEach
  void aRouteIsServed() {
    gateway.backend("v1");
    gateway.backend("v2");
    gateway.route("orders", "/one", "v1");
    gateway.awaitProgrammed("orders");
  }

  @AfterEach
  void close() {
    gateway.close();
    proxy.close();
  }

  @Test
  void anEditWhileTheStatusIsWrittenIsKeptAndJudged() {
    proxy.before(this::isStatus, () -> gateway.route("orders", "/three", "v2"));

    gateway.route("orders", "/two", "v1");

    gateway.awaitAnswer("/three", "200 v2");
    gateway.awaitProgrammed("orders");
    assertEquals(3, gateway.read("orders").getMetadata().getGeneration());
    assertEquals("404", gateway.get("/two"));
  }

  @Test
  void aConditionOfSomebodyElseStaysAndCausesNoWrites() {
    patch("add", "/status/conditions/-", "example.dev/Audited");
    int before = proxy.writes("").size();

    gateway.restartOperator();
    gateway.route("later", "/later", "v1");
    gateway.awaitProgrammed("later");

    List<Write> writes = proxy.writes("");
    assertEquals(
        List.of(), writes.subList(before, writes.size()).stream().filter(this::isStatus).toList());
    assertEquals("Tested", condition("example.dev/Audited").getReason());
  }

  @Test
  void whatSomebodyElseWritesOverAConditionIsMended() {
    patch("replace", "/status/conditions/0", "Accepted");

    Eventually.until(
        () -> "Accepted is Accepted again in " + gateway.read("orders").getStatus(),
        Gateway.PATIENCE,
        () -> condition("Accepted").getReason().equals("Accepted"));
  }

  private boolean isStatus(Write write) {
    return write.path().endsWith("/gatewayroutes/orders/status");
  }

  private Condition condition(String type) {
    return requireNonNull(gateway.condition("orders", type));
  }

  private void patch(String operation, String path, String type) {
    String patch =
        """
        [{"op": "%s", "path": "%s", "value": {"type": "%s", "status": "False", "reason": "Tested",
          "message": "", "observedGeneration": 1, "lastTransitionTime": "2026-01-01T00:00:00Z"}}]
        """
            .formatted(operation, path, type);
    var done =
        api.kubectl(
            "patch",
            "gatewayroute",
            "orders",
            "--namespace=" + gateway.namespace(),
            "--subresource=status",
            "--field-manager=somebody-else",
            "--type=json",
            "--patch=" + patch);
    assertEquals(0, done.exitCode(), done.output());
  }
}
