package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.settings.Cidr;
import dev.gatehouse.dataplane.upstream.ConnectionPool;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every limit is one of the whole pod, however many event loops share the work. */
@Timeout(60)
class LimitsTest {
  private static final int CONNECTIONS = 3;
  private static final int PENDING = 8;
  private static final int REQUESTS = 40;

  private final Semaphore asked = new Semaphore(0);
  private final Semaphore leave = new Semaphore(0);
  private final Semaphore left = new Semaphore(0);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void connectionsAndPendingRequestsOfAnEndpoint(int loops) throws Exception {
    List<Client> clients = new ArrayList<>();
    try (var backend = new Backend((_, _, out) -> answerWhenTold(out));
        var gateway = new Gateway(settings(loops, 1000), Routes.all(), backend)) {
      for (int i = 0; i < REQUESTS; i++) {
        clients.add(gateway.client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      for (int i = 0; i < REQUESTS - CONNECTIONS - PENDING; i++) {
        assertEquals(Reason.OVERLOADED, gateway.outcome().reason());
      }
      assertTrue(asked.tryAcquire(CONNECTIONS, 10, TimeUnit.SECONDS));
      assertEquals(CONNECTIONS, backend.connections());

      leave.release(CONNECTIONS + PENDING);

      for (int i = 0; i < CONNECTIONS + PENDING; i++) {
        Outcome outcome = gateway.outcome();
        assertEquals(200, outcome.status(), outcome.toString());
      }
      assertEquals(CONNECTIONS + PENDING, backend.seen().size());
      assertTrue(most.get() <= CONNECTIONS, "at once: " + most);
      assertNothingIsLeft(gateway);
    } finally {
      close(clients);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whoGivesUpWaitingLeavesRoom(int loops) throws Exception {
    List<Client> clients = new ArrayList<>();
    try (var backend = new Backend((_, _, out) -> answerWhenTold(out));
        var gateway = new Gateway(settings(loops, 1000), Routes.all(), backend)) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < REQUESTS; i++) {
          clients.add(gateway.client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        for (int i = 0; i < REQUESTS - CONNECTIONS - PENDING; i++) {
          assertEquals(Reason.OVERLOADED, gateway.outcome().reason());
        }
        assertTrue(asked.tryAcquire(CONNECTIONS, 10, TimeUnit.SECONDS));
        close(clients);
        for (int i = 0; i < CONNECTIONS + PENDING; i++) {
          assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
        }
        leave.release(CONNECTIONS);
        assertTrue(left.tryAcquire(CONNECTIONS, 10, TimeUnit.SECONDS), "the next round's place");
        clients.clear();
      }
      assertNothingIsLeft(gateway);
    } finally {
      close(clients);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void connectionsOfClients(int loops) throws Exception {
    List<Client> clients = new ArrayList<>();
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(settings(loops, 10), Routes.all(), backend)) {
      for (int i = 0; i < 10; i++) {
        Client client = gateway.client();
        clients.add(client);
        assertEquals(200, client.get("/").status());
      }
      for (int i = 0; i < 5; i++) {
        try (Client oneTooMany = gateway.client()) {
          assertTrue(oneTooMany.ended());
        }
        assertEquals("127.0.0.1 POD_CONNECTIONS", gateway.refusal());
      }
      for (Client client : clients) {
        assertEquals(200, client.get("/again").status());
      }
    } finally {
      close(clients);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void connectionsOfAnAddress(int loops) throws Exception {
    List<Client> clients = new ArrayList<>();
    ProxySettings settings = new TestSettings().loops(loops).clientConnectionsPerAddress(3).build();
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(settings, Routes.all(), backend)) {
      for (int i = 0; i < 3; i++) {
        Client client = gateway.client();
        clients.add(client);
        assertEquals(200, client.get("/").status());
      }
      try (Client oneTooMany = gateway.client()) {
        assertTrue(oneTooMany.ended());
      }
      assertEquals("127.0.0.1 ADDRESS_CONNECTIONS", gateway.refusal());
      assertTrue(gateway.clientsGone().tryAcquire(10, TimeUnit.SECONDS));

      clients.getFirst().close();
      assertTrue(gateway.clientsGone().tryAcquire(10, TimeUnit.SECONDS));
      try (Client another = gateway.client()) {
        assertEquals(200, another.get("/").status(), "in the place of the one that left");
      }
    } finally {
      close(clients);
    }
  }

  @Test
  void connectionsThatALoadBalancerPassesOnAreOfThoseItNames() throws Exception {
    ProxySettings settings =
        new TestSettings()
            .clientConnectionsPerAddress(1)
            .proxyProtocolFrom(List.of(Cidr.parse("127.0.0.1/32")))
            .build();
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(settings, Routes.all(), backend);
        var first = gateway.client();
        var second = gateway.client();
        var firstAgain = gateway.client()) {
      assertEquals(200, first.send(passedOnFor("192.0.2.1")).get("/").status());
      assertEquals(200, second.send(passedOnFor("192.0.2.2")).get("/").status());

      firstAgain.send(passedOnFor("192.0.2.1") + "GET /refused HTTP/1.1\r\nHost: a\r\n\r\n");

      assertTrue(isClosed(firstAgain));
      assertEquals("192.0.2.1 ADDRESS_CONNECTIONS", gateway.refusal());
      assertEquals(2, backend.heads(), "what came with the header is no request");
    }
  }

  private static String passedOnFor(String address) {
    return "PROXY TCP4 %s 203.0.113.1 5000 80\r\n".formatted(address);
  }

  /** Closed with what it sent unread, a connection is reset. */
  private static boolean isClosed(Client client) throws IOException {
    try {
      return client.ended();
    } catch (SocketException _) {
      return true;
    }
  }

  private boolean answerWhenTold(OutputStream out) throws IOException {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    asked.release();
    try {
      leave.acquire();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    running.decrementAndGet();
    left.release();
    out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    return true;
  }

  private static void assertNothingIsLeft(Gateway gateway) {
    assertEquals(0, gateway.upstreams().get(Routes.UPSTREAM).endpoints().getFirst().inFlight());
  }

  private static void close(List<Client> clients) throws IOException {
    for (Client client : clients) {
      client.close();
    }
  }

  private static ProxySettings settings(int loops, int clientConnections) {
    return new TestSettings()
        .loops(loops)
        .clientConnections(clientConnections)
        .upstream(
            new ConnectionPool.Bounds(
                CONNECTIONS, PENDING, Duration.ofSeconds(30), Duration.ofMillis(500)))
        .build();
  }
}
