package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What backends may answer and what is done with the rest, against real sockets. */
@Timeout(30)
class AnswerCaseTest {
  /** A line of the table. */
  record Case(
      String row, String name, String method, String bytes, String expected, String connection) {
    static Case parse(String[] columns) {
      return new Case(
          columns[0], columns[1], columns[2], expand(columns[3]), columns[4], columns[5]);
    }

    /** {@code *17 x* y} is seventeen times x, then y. */
    private static String expand(String text) {
      String bytes = CaseTable.unescape(text);
      if (!bytes.startsWith("*")) {
        return bytes;
      }
      String[] parts = bytes.substring(1).split(" ", 2);
      String[] repeatedAndRest = parts[1].split("\\* ", 2);
      return repeatedAndRest[0].repeat(Integer.parseInt(parts[0]))
          + (repeatedAndRest.length > 1 ? repeatedAndRest[1] : "");
    }

    /** Whatever length its head tells (RFC 9110, section 8.6). */
    boolean hasNoBody() {
      return method.equals("HEAD") || expected.equals("304");
    }

    @Override
    public String toString() {
      return row + " " + name;
    }
  }

  static List<Case> cases() throws IOException {
    return CaseTable.rows("answer-cases.txt", 6).stream().map(Case::parse).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isPassedOnOrRefused(Case edge) throws Exception {
    var answered = new AtomicBoolean();
    try (var backend =
            new Backend(
                (_, _, out) -> {
                  String good = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";
                  out.write(Message.bytes(answered.getAndSet(true) ? good : edge.bytes));
                  return true;
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(edge.method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
      Message answer = edge.hasNoBody() ? client.answerHead() : client.answer();

      assertNotNull(answer);
      String[] expected = edge.expected.split(" ", 2);
      assertEquals(Integer.parseInt(expected[0]), answer.status(), answer.toString());
      if (expected.length > 1) {
        assertEquals(expected[1], answer.body());
      }
      assertTrue(!answer.toString().contains("EVIL"), answer.toString());
      assertEquals("good", client.get("/").body());
      assertEquals(edge.connection.equals("kept") ? 1 : 2, backend.connections());
    }
  }
}
