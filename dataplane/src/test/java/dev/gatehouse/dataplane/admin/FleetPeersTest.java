package dev.gatehouse.dataplane.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.dataplane.observe.ObserveListener;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FleetPeersTest {
  /** Of the loopback network, but no address of this machine's interfaces. */
  private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");

  private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.3");
  private static final InetAddress OWN = InetAddress.ofLiteral("127.0.0.1");

  private static final SnapshotVersion SERVED = new SnapshotVersion(3, 7, "a".repeat(64));
  private static final SnapshotVersion NEWER = new SnapshotVersion(3, 8, "b".repeat(64));

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private String confirmed = NEWER.word();
  private int status = 200;

  @BeforeEach
  void answerProbes() throws IOException {
    server = HttpServer.create(new InetSocketAddress(OTHER, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          if (!confirmed.isEmpty()) {
            exchange.getResponseHeaders().set(ObserveListener.CONFIRMED, confirmed);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anotherOneWithANewerSnapshotCounts() {
    assertTrue(anotherIsAhead(NOBODY, OTHER));
    assertEquals(List.of("/readyz"), asked);
  }

  @Test
  void anotherOneThatWasRestoredItselfDoesNot() {
    confirmed = "";

    assertFalse(anotherIsAhead(OTHER));
  }

  @ParameterizedTest
  @MethodSource
  void anotherOneThatServesTheSameOrOlderDoesNot(String same) {
    confirmed = same;

    assertFalse(anotherIsAhead(OTHER));
  }

  static List<String> anotherOneThatServesTheSameOrOlderDoesNot() {
    return List.of(
        SERVED.word(),
        new SnapshotVersion(4, 1, SERVED.hash()).word(),
        new SnapshotVersion(3, 6, NEWER.hash()).word(),
        "3.9",
        "3.9-xyz");
  }

  @Test
  void anotherOneThatIsNotReadyDoesNot() {
    status = 503;

    assertFalse(anotherIsAhead(OTHER));
  }

  @Test
  void thePodItselfIsNoPeer() {
    assertFalse(anotherIsAhead(OWN));
    assertEquals(List.of(), asked);
  }

  @Test
  void whoCanNotBeReachedDoesNotCount() {
    assertFalse(anotherIsAhead(NOBODY));
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
            .test(SERVED));
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
            .test(SERVED));
  }

  private boolean anotherIsAhead(InetAddress... addresses) {
    return new FleetPeers("pods.example", server.getAddress().getPort(), _ -> addresses)
        .test(SERVED);
  }
}
