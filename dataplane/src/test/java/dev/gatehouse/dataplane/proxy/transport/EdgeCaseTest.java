package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of what the edge must refuse or mend, against real sockets. */
@Timeout(30)
class EdgeCaseTest {
  /** A line of the table. */
  record Case(String row, String name, String bytes, String expected, String backendSees) {
    static Case parse(String[] columns) {
      return new Case(
          columns[0], columns[1], CaseTable.unescape(columns[2]), columns[3], columns[4]);
    }

    @Override
    public String toString() {
      return row + " " + name;
    }
  }

  static List<Case> cases() throws IOException {
    return CaseTable.rows("edge-cases.txt", 5).stream().map(Case::parse).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefusedOrMended(Case edge) throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      Message answer = client.send(edge.bytes).answer();

      assertNotNull(answer);
      String[] expected = edge.expected.split(" ", -1);
      assertEquals(Integer.parseInt(expected[0]), answer.status(), answer.toString());
      if (expected.length > 1) {
        assertTrue(client.ended(), "the connection must end");
      }
      checkWhatTheBackendSaw(backend.seen(), edge.backendSees);
    }
  }

  static List<Case> refusedCases() throws IOException {
    return cases().stream().filter(edge -> edge.backendSees.equals("-")).toList();
  }

  /** Where nothing has to be waited for, a head could be on its way before its body is read. */
  @ParameterizedTest
  @MethodSource("refusedCases")
  void isRefusedAlthoughAConnectionToTheBackendIsOpen(Case edge) throws Exception {
    try (var backend = Backend.ok("ok")) {
      try (var gateway = new Gateway(backend);
          var client = gateway.client()) {
        assertEquals(200, client.get("/").status());

        Message answer = client.send(edge.bytes).answer();

        assertNotNull(answer);
        assertEquals(edge.expected.split(" ", -1)[0], Integer.toString(answer.status()));
      }
      assertTrue(backend.closed().tryAcquire(10, TimeUnit.SECONDS));
      assertEquals(1, backend.heads(), "the first alone");
    }
  }

  private static void checkWhatTheBackendSaw(List<Message> seen, String expected) {
    if (expected.equals("-")) {
      assertEquals(List.of(), seen);
      return;
    }
    assertEquals(1, seen.size());
    String head = seen.getFirst().head();
    String lower = head.toLowerCase(Locale.ROOT);
    String[] parts = expected.split(" !", -1);
    for (String present : parts[0].split("(?<=[^:]) (?=[a-z-]+: )", -1)) {
      assertTrue(
          lower.contains(CaseTable.unescape(present).toLowerCase(Locale.ROOT)),
          present + " is not in " + head);
    }
    for (int i = 1; i < parts.length; i++) {
      assertFalse(
          lower.contains(CaseTable.unescape(parts[i]).toLowerCase(Locale.ROOT)),
          parts[i] + " is in " + head);
    }
  }
}
