package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What backends may answer and what is done with the rest, against real sockets. */
@Timeout(30)
class AnswerCaseTest {
  /** A line of the table. */
  record Case(
      String row, String name, String method, String bytes, String expected, String connection) {
    private static final String END = "<end>";

    static Case parse(String[] columns) {
      return new Case(
          columns[0],
          columns[1],
          columns[2],
          CaseTable.unescape(columns[3]),
          columns[4],
          columns[5]);
    }

    /** Returns whether the connection stays open. */
    boolean writeTo(OutputStream out) throws IOException {
      out.write(Message.bytes(bytes.replace(END, "")));
      return !bytes.endsWith(END);
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
                  if (!answered.getAndSet(true)) {
                    return edge.writeTo(out);
                  }
                  out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood"));
                  return true;
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(edge.method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
      if (edge.expected.equals("cut")) {
        assertTrue(isCut(client), "it looks whole");
      } else {
        checkAnswer(edge, edge.hasNoBody() ? client.answerHead() : client.answer());
        assertEquals("good", client.get("/").body());
      }
      try (var another = gateway.client()) {
        assertEquals("good", another.get("/").body());
      }
      assertEquals(edge.connection.equals("kept") ? 1 : 2, backend.connections());
    }
  }

  /** Or is refused, where the fault comes to light before the head is passed on. */
  private static boolean isCut(Client client) {
    try {
      Message answer = client.answer();
      return answer != null && answer.status() == 502;
    } catch (IOException _) {
      return true;
    }
  }

  private static void checkAnswer(Case edge, @Nullable Message answer) {
    assertNotNull(answer);
    String[] expected = edge.expected.split(" ", 2);
    assertEquals(Integer.parseInt(expected[0]), answer.status(), answer.toString());
    if (expected.length > 1) {
      assertEquals(expected[1], answer.body());
    }
    assertFalse(answer.toString().contains("EVIL"), answer.toString());
    for (String name : List.of("keep-alive", "trailer", "upgrade", "proxy-connection", "x-hop")) {
      assertEquals(List.of(), answer.fields(name));
    }
    int framings =
        answer.fields("content-length").size() + answer.fields("transfer-encoding").size();
    assertTrue(framings <= 1, answer.toString());
  }
}
