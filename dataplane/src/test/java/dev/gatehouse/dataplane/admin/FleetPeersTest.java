package dev.gatehouse.dataplane.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetPeersTest {
  /** Of the loopback network, but no address of this machine's interfaces. */
  private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");

  private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.3");
  private static final InetAddress OWN = InetAddress.ofLiteral("127.0.0.1");

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private String body = "ready\n";
  private int status = 200;

  @BeforeEach
  void answerProbes() throws IOException {
    server = HttpServer.create(new InetSocketAddress(OTHER, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anotherOneThatIsConfirmedCounts() {
    assertTrue(confirmed(NOBODY, OTHER));
    assertEquals(List.of("/readyz"), asked);
  }

  @Test
  void anotherOneThatWasRestoredItselfDoesNot() {
    body = "ready: restored, and not confirmed by an operator yet\n";

    assertFalse(confirmed(OTHER));
  }

  @Test
  void anotherOneThatIsNotReadyDoesNot() {
    status = 503;

    assertFalse(confirmed(OTHER));
  }

  @Test
  void thePodItselfIsNoPeer() {
    assertFalse(confirmed(OWN));
    assertEquals(List.of(), asked);
  }

  @Test
  void whoCanNotBeReachedDoesNotCount() {
    assertFalse(confirmed(NOBODY));
  }

  @Test
  void aNameThatStandsForNobodyHasNoPeers() {
    assertFalse(
        new FleetPeers(
                "pods.example",
                server.getAddress().getPort(),
                name -> {
                  throw new UnknownHostException(name);
                })
            .getAsBoolean());
  }

  @Test
  void withoutANameNobodyIsLookedFor() {
    assertFalse(
        new FleetPeers(
                "",
                server.getAddress().getPort(),
                name -> {
                  throw new AssertionError("resolved " + name);
                })
            .getAsBoolean());
  }

  private boolean confirmed(InetAddress... addresses) {
    return new FleetPeers("pods.example", server.getAddress().getPort(), _ -> addresses)
        .getAsBoolean();
  }
}
