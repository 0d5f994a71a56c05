package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of what is refused or mended in HTTP/2, against real sockets. */
@Timeout(30)
class FrameCaseTest {
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    gateway = new Gateway();
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  static List<FrameCase> cases() throws IOException {
    return CaseTable.rows("frame-cases.txt", 4).stream().map(FrameCase::parse).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefusedOrMended(FrameCase frames) throws Exception {
    try (var backend = Backend.ok("ok");
        var client = gateway.frames()) {
      gateway.to(backend);
      client.readUntil(() -> !client.settings().isEmpty());

      frames.sendBy(client);

      assertEquals(frames.outcome(), outcome(frames, client), () -> client.on(1).toString());
      if (!frames.endsTheConnection()) {
        assertEquals(200, client.get(3, "/after").answer(3).status(), "it must serve on");
      }
      check(frames.backendSees(), backend);
    }
  }

  /** An answer that goes before a reset tells less than the reset. */
  private static String outcome(FrameCase frames, FrameClient client) throws IOException {
    if (frames.endsTheConnection()) {
      return "goaway " + client.end();
    }
    if (frames.outcome().equals("gone")) {
      return client.on(1).isOver() ? "answered" : "gone";
    }
    boolean resets = frames.outcome().startsWith("reset");
    client.readUntil(() -> resets ? client.on(1).reset() >= 0 : client.on(1).isOver());
    return resets ? "reset " + client.on(1).reset() : Integer.toString(client.on(1).status());
  }

  private static void check(String expected, Backend backend) {
    List<Message> seen =
        backend.seen().stream().filter(one -> !one.firstLine().contains("/after")).toList();
    if (expected.equals("-")) {
      assertEquals(List.of(), seen);
      return;
    }
    assertEquals(1, seen.size(), seen.toString());
    String request = seen.getFirst().toString().toLowerCase(Locale.ROOT);
    String[] parts = expected.split(" !", -1);
    for (String present : parts[0].split("(?<=\\\\n) | (?=[a-z0-9-]+: )", -1)) {
      assertTrue(request.contains(lower(present)), present + " is not in " + request);
    }
    for (String absent : List.of(parts).subList(1, parts.length)) {
      assertFalse(request.contains(lower(absent)), absent + " is in " + request);
    }
  }

  private static String lower(String text) {
    return CaseTable.unescape(text).toLowerCase(Locale.ROOT);
  }
}
