package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What backends of HTTP/2 may answer and what is done with the rest, against real sockets. */
@Timeout(30)
class BackendFrameCaseTest {
  /** A line of the table. */
  record Case(String name, String method, List<String> frames, String expected, String connection) {
    static Case parse(String[] columns) {
      return new Case(
          columns[0], columns[1], List.of(columns[2].split("; ", -1)), columns[3], columns[4]);
    }

    void writeTo(FrameClient peer, int stream) throws IOException {
      for (String frame : frames) {
        String[] words = frame.split(" ", -1);
        switch (words[0]) {
          case "HEADERS" -> peer.headers(stream, false, fields(words));
          case "HEADERS." -> peer.headers(stream, true, fields(words));
          case "DATA" -> peer.data(stream, false, CaseTable.unescape(words[1]));
          case "DATA." -> peer.data(stream, true, CaseTable.unescape(words[1]));
          case "RAW" -> peer.bytes(Message.bytes(CaseTable.unescape(words[1])));
          case "FRAME" ->
              peer.send(
                  Integer.parseInt(words[1]),
                  Integer.parseInt(words[2]),
                  words[3].equals("S") ? stream : Integer.parseInt(words[3]),
                  Message.bytes(CaseTable.unescape(words[4])));
          default -> throw new IllegalArgumentException(frame);
        }
      }
    }

    private static String[] fields(String[] words) {
      List<String> fields = new ArrayList<>();
      for (String word : List.of(words).subList(1, words.length)) {
        int equals = word.indexOf('=');
        fields.add(CaseTable.unescape(word.substring(0, equals)));
        fields.add(CaseTable.unescape(word.substring(equals + 1)));
      }
      return fields.toArray(String[]::new);
    }

    boolean hasNoBody() {
      return method.equals("HEAD") || expected.equals("204") || expected.equals("304");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() throws IOException {
    return CaseTable.rows("backend-frame-cases.txt", 5).stream().map(Case::parse).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isPassedOnOrRefused(Case row) throws Exception {
    var answered = new AtomicBoolean();
    try (var backend =
            FrameBackend.answering(
                (peer, stream, _) -> {
                  if (answered.getAndSet(true)) {
                    FrameBackend.ok(peer, stream, "good");
                  } else {
                    row.writeTo(peer, stream);
                  }
                });
        var gateway =
            new Gateway(TestSettings.standard(), Routes.all()).toHttp2(backend.endpoint());
        var client = gateway.client()) {
      client.send(row.method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
      if (row.expected.equals("cut")) {
        assertThrows(IOException.class, client::answer);
      } else {
        Message answer = row.hasNoBody() ? client.answerHead() : client.answer();
        assertNotNull(answer);
        String[] expected = row.expected.split(" ", 2);
        assertEquals(Integer.parseInt(expected[0]), answer.status(), answer.toString());
        if (expected.length > 1) {
          assertEquals(expected[1], answer.body());
        }
        assertFalse(answer.toString().contains("EVIL"), answer.toString());
        assertEquals("good", client.get("/").body());
      }
      try (var another = gateway.client()) {
        assertEquals("good", another.get("/").body());
      }
      assertEquals(row.connection.equals("kept") ? 1 : 2, backend.connections());
    }
  }
}
