package dev.gatehouse.dataplane.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.settings.Cidr;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.Filter.Header;
import dev.gatehouse.snapshot.Filter.HeaderEdits;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Timeouts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What filters make of a request on its way through the proxy. */
class FilterOutcomeTest {
  private static final Filter MARK =
      new Filter.ResponseHeaders(
          new HeaderEdits(List.of(new Header("x-mark", "1")), List.of(), List.of()));

  @Test
  void aDirectResponseAsksNoBackendAndPassesTheFiltersBeforeIt() {
    MemoryGateway gateway = gateway(MARK, new Filter.DirectResponse(418, "text/plain", "teapot"));
    MemoryClient client = gateway.send(MemoryClient.get("/"));

    assertEquals(418, client.status());
    assertEquals("teapot", client.answerBody().text());
    assertEquals("1", client.field("x-mark"));
    assertEquals(List.of(), gateway.connections());
    assertEquals(Reason.DIRECT_RESPONSE, gateway.outcome().reason());
    assertEquals(0, gateway.outcome().attempts());
  }

  @Test
  void aFilterAfterTheOneThatAnsweredSeesNothing() {
    MemoryGateway gateway = gateway(new Filter.DirectResponse(200, null, ""), MARK);

    assertNull(gateway.send(MemoryClient.get("/")).field("x-mark"));
  }

  @Test
  void aRedirectLeavesTheBodyUnreadAndEndsTheConnection() {
    MemoryGateway gateway = gateway(new Filter.RequestRedirect("https", null, null, null, 301));
    MemoryClient client = gateway.send(MemoryClient.post("/a?b"));

    assertEquals(301, client.status());
    assertEquals("https://a.example/a?b", client.field("location"));
    assertTrue(client.closes());
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.0/24, https://b.example/", "10.0.0.0/8, http://b.example/"})
  void aRedirectKeepsTheSchemeThatATrustedProxyNamesAndNoOther(String trusted, String location) {
    RouteTable table =
        Routes.all(
            new LoadBalancer.RoundRobin(),
            Timeouts.NONE,
            new Filter.RequestRedirect(null, "b.example", null, null, 302));
    ProxySettings settings =
        new TestSettings().trustedProxies(List.of(Cidr.parse(trusted))).build();
    var gateway = new MemoryGateway(settings, () -> table, 0);
    Headers said = new Headers().add("x-forwarded-proto", "https");

    MemoryClient client = gateway.send(new MemoryClient("GET", "/", said, false));

    assertEquals(location, client.field("location"));
  }

  @Test
  void theBackendSeesWhatTheFiltersLeftAndTheClientWhatTheyAdded() {
    MemoryGateway gateway =
        gateway(
            MARK,
            new Filter.UrlRewrite("inner.example", new Filter.PathModifier.Full("/inner")),
            new Filter.RequestHeaders(
                new HeaderEdits(List.of(), List.of(new Header("x-add", "2")), List.of("x-drop"))));
    MemoryClient client =
        gateway.send(
            new MemoryClient("GET", "/outer?q", new Headers().add("x-drop", "secret"), false));
    var seen = gateway.lastConnection().requests().getFirst();
    gateway.lastConnection().answer(200, "ok");

    assertEquals("inner.example", seen.authority());
    assertEquals("/inner?q", seen.target());
    assertEquals("2", seen.headers().get("x-add"));
    assertNull(seen.headers().get("x-drop"));
    assertEquals("1", client.field("x-mark"));
    assertEquals(200, gateway.outcome().status());
  }

  @Test
  void theGatewaysOwnErrorsPassTheResponseSideToo() {
    MemoryGateway gateway = gateway(MARK);
    gateway.endpoints(0);
    MemoryClient client = gateway.send(MemoryClient.get("/"));

    assertEquals(503, client.status());
    assertEquals("1", client.field("x-mark"));
    assertEquals(Reason.NO_ENDPOINT, gateway.outcome().reason());
  }

  @Test
  void theChangesAreMadeOnceHoweverManyEndpointsAreAsked() {
    MemoryGateway gateway =
        gateway(
            new Filter.RequestHeaders(
                new HeaderEdits(List.of(), List.of(new Header("x-add", "2")), List.of())));
    gateway.send(MemoryClient.get("/"));
    gateway.lastConnection().die();

    assertEquals(
        List.of("2"), gateway.lastConnection().requests().getFirst().headers().getAll("x-add"));
  }

  private static MemoryGateway gateway(Filter... filters) {
    RouteTable table = Routes.all(new LoadBalancer.RoundRobin(), Timeouts.NONE, filters);
    return new MemoryGateway(table, 2);
  }
}
