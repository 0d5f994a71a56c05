package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.settings.Cidr;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may say whose a connection is, and how, byte by byte. */
@Timeout(60)
class ProxyHeaderTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String HEADER = "PROXY TCP4 192.0.2.9 203.0.113.1 56250 443\r\n";
  private static final List<Cidr> LOOPBACK = List.of(Cidr.parse("127.0.0.0/8"));

  private static final Gateway LISTED = new Gateway(listed(), Routes.all());
  private static final Gateway UNLISTED = new Gateway();

  /** A line of the table, as its first lines say. */
  record Case(String name, String bytes, String whose) {
    boolean closed() {
      return whose.equals("closed");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @AfterAll
  static void close() {
    LISTED.close();
    UNLISTED.close();
  }

  static List<Case> cases() throws IOException {
    return CaseTable.rows("proxy-headers.txt", 3).stream()
        .map(columns -> new Case(columns[0], CaseTable.unescape(columns[1]), columns[2]))
        .toList();
  }

  static List<Case> goodCases() throws IOException {
    return cases().stream().filter(header -> !header.closed()).toList();
  }

  static List<Case> badCases() throws IOException {
    return cases().stream().filter(Case::closed).toList();
  }

  @ParameterizedTest
  @MethodSource("goodCases")
  void saysWhoseTheConnectionIs(Case header) throws Exception {
    try (var backend = Backend.ok("ok");
        var client = client(LISTED, backend)) {
      assertServed(client.send(header.bytes + GET));
      assertServed(client.send(GET));

      backend.seen().forEach(request -> assertWhose(header, request, client));
    }
  }

  @ParameterizedTest
  @MethodSource("goodCases")
  void saysSoInSingleBytes(Case header) throws Exception {
    try (var backend = Backend.ok("ok");
        var client = client(LISTED, backend)) {
      sendSingly(client, header.bytes + GET);
      assertServed(client);

      assertWhose(header, backend.seen().getFirst(), client);
    }
  }

  @ParameterizedTest
  @MethodSource("badCases")
  void orTheConnectionIsClosed(Case header) throws Exception {
    try (var backend = Backend.ok("ok");
        var client = client(LISTED, backend)) {
      client.send(header.bytes + GET);

      assertTrue(isClosed(client));
      assertEquals("127.0.0.1 BAD_PROXY_HEADER", LISTED.refusal());
      assertEquals(0, backend.connections());
    }
  }

  @ParameterizedTest
  @MethodSource("badCases")
  void orTheConnectionIsClosedWithinItsSingleBytes(Case header) throws Exception {
    try (var backend = Backend.ok("ok");
        var client = client(LISTED, backend)) {
      sendWhatIsTaken(client, header.bytes + GET);

      assertTrue(isClosed(client));
      assertEquals("127.0.0.1 BAD_PROXY_HEADER", LISTED.refusal());
      assertEquals(0, backend.connections());
    }
  }

  @ParameterizedTest
  @MethodSource("goodCases")
  void nobodyElseIsBelieved(Case header) throws Exception {
    try (var backend = Backend.ok("ok");
        var client = client(UNLISTED, backend)) {
      Message answer = client.send(header.bytes + GET).answer();

      assertNotNull(answer);
      assertTrue(answer.status() == 400 || answer.status() == 505, answer.toString());
      assertEquals(0, backend.connections());
    }
  }

  @Test
  void aSecondOneIsNone() throws Exception {
    try (var backend = Backend.ok("ok");
        var client = client(LISTED, backend)) {
      Message answer = client.send(HEADER + HEADER + GET).answer();

      assertNotNull(answer);
      assertEquals(400, answer.status());
      assertEquals(0, backend.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PROXY TCP4 192.0.2.9", "\r\n\r\n\0\r\nQUIT\n!"})
  void oneThatDoesNotComeInTimeIsNone(String begun) throws Exception {
    ProxySettings impatient =
        listing()
            .timeouts(
                new ProxySettings.Timeouts(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(200),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1)))
            .build();
    try (var gateway = new Gateway(impatient, Routes.all());
        var client = gateway.client()) {
      client.send(begun);

      assertTrue(client.ended(), "without an answer");
      assertEquals("127.0.0.1 BAD_PROXY_HEADER", gateway.refusal());
    }
  }

  @Test
  void aConnectionThatIsPassedOnMayStayIdle() throws Exception {
    ProxySettings impatientWithHeads =
        listing()
            .timeouts(
                new ProxySettings.Timeouts(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(200),
                    Duration.ofMillis(2500),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1)))
            .build();
    try (var gateway = new Gateway(impatientWithHeads, Routes.all());
        var client = gateway.client()) {
      client.send(HEADER);

      assertTrue(client.ended(), "as one that is idle, without a 408");
    }
  }

  @Test
  void trustedProxiesAreToldApartByWhoseTheConnectionIs() throws Exception {
    ProxySettings settings = listing().trustedProxies(List.of(Cidr.parse("192.0.2.9"))).build();
    String claim = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.1\r\n\r\n";
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(settings, Routes.all(), backend);
        var trusted = gateway.client();
        var other = gateway.client()) {
      assertServed(trusted.send(HEADER + claim));
      assertServed(other.send(HEADER.replace("192.0.2.9", "192.0.2.8") + claim));

      assertEquals(
          List.of("198.51.100.1, 192.0.2.9"), backend.seen().get(0).fields("x-forwarded-for"));
      assertEquals(List.of("192.0.2.8"), backend.seen().get(1).fields("x-forwarded-for"));
    }
  }

  private static Client client(Gateway gateway, Backend backend) throws IOException {
    gateway.to(backend);
    return gateway.client();
  }

  private static void assertServed(Client client) throws IOException {
    Message answer = client.answer();
    assertNotNull(answer);
    assertEquals(200, answer.status(), answer.toString());
  }

  private static void assertWhose(Case header, Message request, Client client) {
    String seen = request.field("x-forwarded-for") + " " + request.field("x-forwarded-port");
    String itself = "127.0.0.1 " + client.socket().getPort();
    assertEquals(header.whose.equals("itself") ? itself : header.whose, seen);
  }

  private static void sendWhatIsTaken(Client client, String bytes) {
    try {
      sendSingly(client, bytes);
    } catch (IOException _) {
      // It is closed already.
    }
  }

  private static void sendSingly(Client client, String bytes) throws IOException {
    client.socket().setTcpNoDelay(true);
    for (int i = 0; i < bytes.length(); i++) {
      client.send(bytes.substring(i, i + 1));
    }
  }

  private static boolean isClosed(Client client) throws IOException {
    try {
      return client.ended();
    } catch (SocketException _) {
      return true;
    }
  }

  private static TestSettings listing() {
    return new TestSettings().proxyProtocolFrom(LOOPBACK);
  }

  private static ProxySettings listed() {
    return listing().build();
  }
}
