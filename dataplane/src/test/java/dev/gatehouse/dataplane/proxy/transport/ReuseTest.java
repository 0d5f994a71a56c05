package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.settings.Cidr;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which connection a request gets, and what a backend is told of its client. */
@Timeout(60)
class ReuseTest {
  private static final int REQUESTS = 300;

  @Test
  void aPostNeverMeetsAConnectionThatTheBackendHasClosed() throws Exception {
    try (var backend = Backend.raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      for (int i = 1; i <= REQUESTS; i++) {
        assertEquals(200, client.post("/" + i, "body").status());
        assertTrue(backend.closed().tryAcquire(10, TimeUnit.SECONDS));
        assertEquals(i, backend.seen().size());
      }
      assertEquals(REQUESTS, backend.connections());
    }
  }

  @Test
  void closeIsHeardAmongOtherOptions() throws Exception {
    try (var backend =
            new Backend(
                (_, _, out) -> {
                  out.write(
                      Message.bytes(
                          "HTTP/1.1 200 OK\r\nConnection: x-hop\r\nConnection: X, Close\r\n"
                              + "Content-Length: 2\r\n\r\nok"));
                  return true;
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.get("/1");
      client.get("/2");

      assertEquals(2, backend.connections());
    }
  }

  @Test
  void aSlowEndpointGetsLessOfLeastRequest() throws Exception {
    var answers = new Semaphore(0);
    try (var slow =
            new Backend(
                (_, _, out) -> {
                  answers.acquireUninterruptibly();
                  out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
                  return true;
                });
        var one = Backend.ok("ok");
        var other = Backend.ok("ok");
        var gateway =
            new Gateway(
                TestSettings.standard(),
                Routes.all(new LoadBalancer.LeastRequest(), Timeouts.NONE),
                slow,
                one,
                other)) {
      List<Client> stuck = new ArrayList<>();
      try {
        for (int i = 0; i < REQUESTS; i++) {
          int before = slow.seen().size() + one.seen().size() + other.seen().size();
          Client client = gateway.client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
          while (slow.seen().size() + one.seen().size() + other.seen().size() == before) {
            Thread.onSpinWait();
          }
          if (slow.seen().size() > stuck.size()) {
            stuck.add(client);
          } else {
            gateway.outcome();
            client.close();
          }
        }
        assertTrue(
            slow.seen().size() <= 3, "a stuck endpoint got " + slow.seen().size() + " requests");
      } finally {
        answers.release(REQUESTS);
        for (Client client : stuck) {
          client.close();
        }
      }
    }
  }

  @Test
  void whatATrustedProxySaysIsKeptAndAppendedTo() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(trusting("127.0.0.0/8", "10.0.0.0/8"), Routes.all(), backend);
        var client = gateway.client()) {
      client.send(claiming("203.0.113.9, 10.1.2.3")).answer();

      Message seen = backend.seen().getFirst();
      assertEquals(List.of("203.0.113.9, 10.1.2.3, 127.0.0.1"), seen.fields("x-forwarded-for"));
      assertEquals(List.of("203.0.113.9"), seen.fields("x-real-ip"));
      assertEquals(List.of("https"), seen.fields("x-forwarded-proto"));
      assertEquals(List.of("shop.example"), seen.fields("x-forwarded-host"));
      assertEquals(
          List.of("for=203.0.113.9, for=127.0.0.1;host=\"a\";proto=http"),
          seen.fields("forwarded"));
    }
  }

  @Test
  void theLastUntrustedAddressIsTheClients() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(trusting("127.0.0.0/8"), Routes.all(), backend);
        var client = gateway.client()) {
      client.send(claiming("198.51.100.1, 203.0.113.9")).answer();

      assertEquals(List.of("203.0.113.9"), backend.seen().getFirst().fields("x-real-ip"));
    }
  }

  @Test
  void whatAnyOtherPeerSaysIsReplaced() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(trusting("10.0.0.0/8"), Routes.all(), backend);
        var client = gateway.client()) {
      client.send(claiming("10.1.2.3")).answer();

      Message seen = backend.seen().getFirst();
      assertEquals(List.of("127.0.0.1"), seen.fields("x-forwarded-for"));
      assertEquals(List.of("127.0.0.1"), seen.fields("x-real-ip"));
      assertEquals(List.of("http"), seen.fields("x-forwarded-proto"));
      assertEquals(List.of("a"), seen.fields("x-forwarded-host"));
      assertEquals(List.of("for=127.0.0.1;host=\"a\";proto=http"), seen.fields("forwarded"));
    }
  }

  private static ProxySettings trusting(String... networks) {
    return new TestSettings()
        .trustedProxies(List.of(networks).stream().map(Cidr::parse).toList())
        .build();
  }

  private static String claiming(String chain) {
    return "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: "
        + chain
        + "\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: shop.example"
        + "\r\nForwarded: for=203.0.113.9\r\n\r\n";
  }
}
