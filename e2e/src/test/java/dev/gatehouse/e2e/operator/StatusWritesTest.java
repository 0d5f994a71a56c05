package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.apiserver.ApiProxy;
import dev.gatehouse.e2e.apiserver.ApiProxy.Write;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every write that the operator sends, counted on its way to the API server. */
@WithApiServer
class StatusWritesTest {
  private static final int ROUTES = 20;

  private final ApiProxy proxy;
  private final Gateway gateway;

  StatusWritesTest(ApiServer api) {
    proxy = new ApiProxy(api);
    gateway = new Gateway(api, "writes", proxy.config());
  }

  @BeforeEach
  void routesAreServed() {
    gateway.backend("v1");
    for (int i = 0; i < ROUTES; i++) {
      gateway.route("r" + i, "/" + i, "v1");
    }
    for (int i = 0; i < ROUTES; i++) {
      gateway.awaitProgrammed("r" + i);
    }
  }

  @AfterEach
  void close() {
    gateway.close();
    proxy.close();
  }

  @Test
  void aRestartOfTheOperatorWritesNothing() {
    int before = proxy.writes("").size();

    gateway.restartOperator();
    settle();

    assertEquals(List.of(), withoutMarker(before));
  }

  @Test
  void anUnchangedApplyWritesNothing() {
    int before = proxy.writes("").size();

    for (int i = 0; i < ROUTES; i++) {
      gateway.route("r" + i, "/" + i, "v1");
    }
    settle();

    assertEquals(List.of(), withoutMarker(before));
  }

  @Test
  void endpointsThatComeAndGoWriteNothing() {
    int before = proxy.writes("").size();
    Backend other = gateway.backend("v2");

    for (int i = 0; i < 20; i++) {
      gateway.endpoints("v1", other);
    }
    gateway.awaitAnswer("/0", "200 v2");
    settle();

    assertEquals(List.of(), withoutMarker(before));
  }

  @Test
  void aRestartOfTheDataPlaneWritesNothing() {
    int before = proxy.writes("").size();

    gateway.restartDataPlane();
    gateway.awaitAnswer("/0", "200 v1");
    settle();

    assertEquals(List.of(), withoutMarker(before));
  }

  @Test
  void oneEditWritesTheStatusOfThatRouteAlone() {
    int before = proxy.writes("").size();

    gateway.route("r3", "/three", "v1");
    gateway.awaitProgrammed("r3");
    settle();

    assertEquals(List.of(status("r3")), withoutMarker(before).stream().distinct().toList());
  }

  /** A status that is written after all that went before it in the operator's queues. */
  private void settle() {
    gateway.route("marker", "/marker", "v1");
    gateway.awaitProgrammed("marker");
  }

  /** Nor with the Lease, which is renewed all the time. */
  private List<Write> withoutMarker(int before) {
    List<Write> all = proxy.writes("");
    return all.subList(before, all.size()).stream()
        .filter(write -> !write.path().contains("/marker"))
        .filter(write -> !write.path().equals(lease()))
        .toList();
  }

  private Write status(String route) {
    return new Write(
        "PATCH",
        "/apis/gatehouse.dev/v1alpha1/namespaces/"
            + gateway.namespace()
            + "/gatewayroutes/"
            + route
            + "/status");
  }

  private String lease() {
    return "/apis/coordination.k8s.io/v1/namespaces/" + gateway.namespace() + "/leases/gatehouse";
  }
}
