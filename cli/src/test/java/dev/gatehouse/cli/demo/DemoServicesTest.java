package dev.gatehouse.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DemoServicesTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final int gatewayPort;
  private final DemoServices services;

  DemoServicesTest() {
    gatewayPort = freePort();
    services = new DemoServices(vertx, Set.of("127.0.0.1:" + gatewayPort), problems::add);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void saysWhoAnswersAndWhatArrived() throws Exception {
    int port = freePort();
    services.apply(Set.of(endpoint("orders-a", port))).await();

    JsonObject answer = new JsonObject(ask(port).body());

    assertEquals("orders", answer.getString("service"));
    assertEquals("orders-a", answer.getString("pod"));
    assertEquals("GET", answer.getString("method"));
    assertEquals("/a?b=c", answer.getString("path"));
    assertEquals("127.0.0.1:" + port, answer.getString("host"));
    assertEquals("1, 2", answer.getJsonObject("headers").getString("x-a"));
  }

  @Test
  void stopsWhatIsNoLongerWanted() throws Exception {
    int port = freePort();
    services.apply(Set.of(endpoint("orders-a", port))).await();
    ask(port);

    services.apply(Set.of(endpoint("orders-b", port))).await();
    assertEquals("orders-b", new JsonObject(ask(port).body()).getString("pod"));

    services.apply(Set.of()).await();
    assertThrows(ConnectException.class, () -> ask(port));
    assertEquals(List.of(), problems);
  }

  @Test
  void complainsOfAPortInUseAndStartsTheOthers() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = freePort();
      services
          .apply(Set.of(endpoint("orders-a", taken.getLocalPort()), endpoint("orders-b", port)))
          .await();

      assertEquals(200, ask(port).statusCode());
      assertEquals(1, problems.size());
      assertTrue(
          problems
              .getFirst()
              .startsWith(
                  "local/endpoints.yaml:3: the demo service shop/orders on 127.0.0.1:"
                      + taken.getLocalPort()
                      + " can't listen"),
          () -> problems.toString());
    }
  }

  @Test
  void sharesNoAddressWithTheGatewayOrAmongThem() throws Exception {
    int port = freePort();
    services.apply(Set.of(endpoint("orders-a", port))).await();

    services
        .apply(
            Set.of(
                endpoint("orders-a", port), endpoint("orders-b", port), endpoint("c", gatewayPort)))
        .await();

    assertEquals("orders-a", new JsonObject(ask(port).body()).getString("pod"));
    assertThrows(ConnectException.class, () -> ask(gatewayPort));
    assertEquals(2, problems.size(), problems::toString);
    assertTrue(
        problems.stream().anyMatch(p -> p.contains("(the demo pod orders-a listens there)")),
        problems::toString);
    assertTrue(
        problems.stream().anyMatch(p -> p.contains("(the gateway itself listens there)")),
        problems::toString);
  }

  private static DemoEndpoint endpoint(String pod, int port) {
    return new DemoEndpoint(
        "shop", "orders", pod, "127.0.0.1", port, Duration.ZERO, "local/endpoints.yaml:3");
  }

  /** By a connection of its own: one that is kept may be found closed instead of refused. */
  private static HttpResponse<String> ask(int port) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/a?b=c"))
              .header("x-a", "1")
              .header("x-a", "2")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Below those of ip_local_port_range, which others' connections take at any time. */
  private static int freePort() {
    return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(10_000, 32_768))
        .filter(DemoServicesTest::isFree)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
