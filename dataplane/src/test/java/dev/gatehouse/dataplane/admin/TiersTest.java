package dev.gatehouse.dataplane.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.snapshot.Backend;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.Timeouts;
import dev.gatehouse.snapshot.Upstream;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gateways behind gateways, with nothing set that tells them apart, and in circles. */
@Timeout(60)
class TiersTest {
  private static final ResourceId UPSTREAM = ResourceId.upstream("shop", "inner", 80);
  private static final ResourceId ENDPOINTS = ResourceId.endpoints("shop", "inner", 80);

  private final List<Vertx> processes = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    processes.forEach(vertx -> vertx.close().await());
  }

  @Test
  void twoInARowServe() throws Exception {
    DataPlane inner = pod("");
    DataPlane outer = pod("");
    push(inner, rule(List.of(new Filter.DirectResponse(200, null, "from within")), List.of()));
    forward(outer, inner);

    assertEquals("from within", get(outer).body());
  }

  @Test
  void aCircleIsFound() throws Exception {
    DataPlane one = pod("");
    DataPlane other = pod("");
    forward(one, other);
    forward(other, one);

    assertIsFoundBy("gatehouse", get(one));
  }

  @Test
  void podsOfOneNameAreOne() throws Exception {
    DataPlane inner = pod("pseudonym: edge-eu");
    DataPlane outer = pod("pseudonym: edge-eu");
    push(inner, rule(List.of(new Filter.DirectResponse(200, null, "from within")), List.of()));
    forward(outer, inner);

    assertIsFoundBy("edge-eu", get(outer));
  }

  private static void assertIsFoundBy(String name, HttpResponse<String> answer) {
    assertEquals(508, answer.statusCode());
    String status = answer.headers().firstValue("proxy-status").orElse("");
    assertTrue(status.startsWith(name + "; error=proxy_loop_detected"), status);
  }

  private DataPlane pod(String yaml) throws Exception {
    var local = new Listener("127.0.0.1", 0);
    DataPlaneSettings settings =
        DataPlaneSettings.read("loops: 1\naccessLog: {mode: \"off\"}\n" + yaml, "test.yaml")
            .withListeners(local, local, local);
    // Pods of one Vert.x would share the port that is chosen for them.
    Vertx vertx = Vertx.vertx();
    processes.add(vertx);
    return DataPlane.start(vertx, settings).await();
  }

  private void forward(DataPlane from, DataPlane to) throws Exception {
    push(
        from,
        rule(List.of(), List.of(new Backend.To(UPSTREAM, 1))),
        ResourceCodec.encode(
            new Upstream(UPSTREAM, List.of(), "shop/inner:80", Upstream.Protocol.HTTP1, ENDPOINTS)),
        ResourceCodec.encode(
            new EndpointSet(
                ENDPOINTS,
                List.of(),
                List.of(new EndpointSet.Endpoint("127.0.0.1", to.trafficPort())))));
  }

  private void push(DataPlane to, Encoded... resources) throws Exception {
    HttpRequest request = Pushes.request(Pushes.whole(1, 1, resources), to.pushPort());
    assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
  }

  private HttpResponse<String> get(DataPlane pod) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + pod.trafficPort() + "/");
    return client.send(
        HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build(),
        BodyHandlers.ofString());
  }

  private static Encoded rule(List<Filter> filters, List<Backend> backends) {
    return ResourceCodec.encode(
        new RouteRule(
            ResourceId.route("gatewayroute", "shop", "inner", "all"),
            List.of(),
            new Origin("GatewayRoute", "shop", "inner", "all", 0, 0),
            List.of("*"),
            List.of(
                new RequestMatch(new PathMatch.Prefix("/"), null, List.of(), List.of(), List.of())),
            filters,
            backends,
            new LoadBalancer.RoundRobin(),
            Timeouts.NONE));
  }
}
