package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of what the edge must refuse or mend, against real sockets. */
@Timeout(30)
class EdgeCaseTest {
  private static final Map<EdgeRoute, Gateway> GATEWAYS = new EnumMap<>(EdgeRoute.class);
  private static final int ONE_READ = 2048;
  private static final String WAIT = "<the backend is asked>";
  private static final String END = "<end>";

  /** A line of the table, as its first lines say. */
  record Case(
      String row,
      EdgeRoute route,
      String name,
      String bytes,
      List<String> statuses,
      boolean closes,
      List<String> backendSees) {
    static Case parse(String[] columns) {
      String[] row = columns[0].split(" ", 2);
      List<String> expected = List.of(columns[3].split(" ", -1));
      boolean closes = expected.getLast().equals("close");
      return new Case(
          row[0],
          row.length == 1 ? EdgeRoute.PLAIN : EdgeRoute.valueOf(row[1].toUpperCase(Locale.ROOT)),
          columns[1],
          CaseTable.unescape(columns[2]),
          closes ? expected.subList(0, expected.size() - 1) : expected,
          closes,
          columns[4].equals("-") ? List.of() : List.of(columns[4].split(" & ", -1)));
    }

    /** The client is told nothing, or that its request was none. */
    boolean isCut() {
      return statuses.equals(List.of("cut"));
    }

    void sendBy(Client client, Backend backend) throws IOException, InterruptedException {
      String[] parts = bytes.split(WAIT, -1);
      client.send(parts[0].replace(END, ""));
      if (parts.length > 1) {
        assertTrue(backend.asked().await(10, TimeUnit.SECONDS), "the backend was never asked");
        client.send(parts[1].replace(END, ""));
      }
      if (bytes.endsWith(END)) {
        client.socket().shutdownOutput();
      }
    }

    @Override
    public String toString() {
      return row + " " + name;
    }
  }

  @AfterAll
  static void close() {
    GATEWAYS.values().forEach(Gateway::close);
    GATEWAYS.clear();
  }

  private static Gateway gateway(Case edge, Backend backend) {
    Gateway gateway = GATEWAYS.computeIfAbsent(edge.route, EdgeRoute::gateway);
    gateway.to(backend);
    return gateway;
  }

  /** Whatever it has been sent has come when its connections have ended. */
  private static void end(Gateway gateway, Backend backend) throws InterruptedException {
    gateway.to();
    assertTrue(backend.closed().tryAcquire(backend.connections(), 10, TimeUnit.SECONDS));
  }

  static List<Case> cases() throws IOException {
    return CaseTable.rows("edge-cases.txt", 5).stream().map(Case::parse).toList();
  }

  static List<Case> answeredCases() throws IOException {
    return cases().stream().filter(edge -> !edge.isCut()).toList();
  }

  @ParameterizedTest
  @MethodSource("answeredCases")
  void isRefusedOrMended(Case edge) throws Exception {
    try (var backend = Backend.ok("ok");
        var client = gateway(edge, backend).client()) {
      edge.sendBy(client, backend);

      for (String status : edge.statuses) {
        Message answer = client.answer();
        assertNotNull(answer);
        assertEquals(status, Integer.toString(answer.status()), answer.toString());
        assertEquals(List.of(), answer.fields("x-evil"));
      }
      checkWhatTheBackendSaw(backend.seen(), edge.backendSees);
      if (edge.closes) {
        assertTrue(client.ended(), "the connection must end");
      } else {
        assertEquals(edge.route.status(), client.get("/after").status(), "it must serve on");
      }
    }
  }

  static List<Case> cutCases() throws IOException {
    return cases().stream().filter(Case::isCut).toList();
  }

  @ParameterizedTest
  @MethodSource("cutCases")
  void neverLooksWhole(Case edge) throws Exception {
    try (var backend = Backend.ok("ok")) {
      Gateway gateway = gateway(edge, backend);
      try (var client = gateway.client()) {
        edge.sendBy(client, backend);

        assertTrue(isCutOrRefused(client));
      }
      end(gateway, backend);
      assertEquals(List.of(), backend.seen());
    }
  }

  private static boolean isCutOrRefused(Client client) throws IOException {
    try {
      Message answer = client.answer();
      return answer == null
          || ((answer.status() == 400 || answer.status() == 408) && client.ended());
    } catch (SocketException _) {
      return true;
    }
  }

  /** Those in which the fault comes with the head, in one read. */
  static List<Case> refusedCases() throws IOException {
    return answeredCases().stream()
        .filter(edge -> edge.backendSees.isEmpty() && !edge.bytes.contains(WAIT))
        .filter(edge -> edge.bytes.length() < ONE_READ)
        .toList();
  }

  /** Where nothing has to be waited for, a head could be on its way before its body is read. */
  @ParameterizedTest
  @MethodSource("refusedCases")
  void isRefusedAlthoughAConnectionToTheBackendIsOpen(Case edge) throws Exception {
    try (var backend = Backend.ok("ok")) {
      Gateway gateway = gateway(edge, backend);
      try (var client = gateway.client()) {
        assertEquals(edge.route.status(), client.get("/").status());

        edge.sendBy(client, backend);
        Message answer = client.answer();

        assertNotNull(answer);
        assertEquals(edge.statuses.getFirst(), Integer.toString(answer.status()));
      }
      end(gateway, backend);
      assertEquals(edge.route.asksTheBackend() ? 1 : 0, backend.heads(), "the first alone");
    }
  }

  private static void checkWhatTheBackendSaw(List<Message> seen, List<String> expected) {
    assertEquals(expected.size(), seen.size(), seen.toString());
    for (int i = 0; i < expected.size(); i++) {
      checkWhatTheBackendSaw(seen.get(i).toString(), expected.get(i));
    }
  }

  private static void checkWhatTheBackendSaw(String request, String expected) {
    String lower = request.toLowerCase(Locale.ROOT);
    String[] parts = expected.split(" !", -1);
    for (String present : parts[0].split("(?<=[^:]) (?=[a-z0-9-]+: )", -1)) {
      assertTrue(
          lower.contains(CaseTable.unescape(present).toLowerCase(Locale.ROOT)),
          present + " is not in " + request);
    }
    for (int i = 1; i < parts.length; i++) {
      assertFalse(
          lower.contains(CaseTable.unescape(parts[i]).toLowerCase(Locale.ROOT)),
          parts[i] + " is in " + request);
    }
  }
}
