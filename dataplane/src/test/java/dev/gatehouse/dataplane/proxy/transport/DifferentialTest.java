package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.proxy.transport.RandomRequests.Script;
import dev.gatehouse.dataplane.proxy.transport.StrictReader.Asked;
import dev.gatehouse.dataplane.proxy.transport.StrictReader.End;
import dev.gatehouse.dataplane.proxy.transport.StrictReader.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random requests near the table's rows, several on a connection and cut into random packets: the
 * backend sees what a {@link StrictReader} reads, or the client is refused. {@code
 * -Ddifferential.connections} says how many, {@code -Ddifferential.seed} where to begin.
 */
class DifferentialTest {
  private static final int CONNECTIONS = Integer.getInteger("differential.connections", 600);
  private static final long SEED = Long.getLong("differential.seed", 1);

  /** To one backend, which keeps all that it sees. */
  private static final int BATCH = 200;

  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authorization",
          "trailer",
          "upgrade",
          "http2-settings");

  /** What frames or routes the request, and what the gateway sets by itself. */
  private static final Set<String> KEPT =
      Set.of(
          "host", "content-length", "transfer-encoding", "x-user", "x-forwarded-for", "via", "te");

  private static final Set<Integer> REFUSALS = Set.of(400, 405, 414, 417, 431, 505);

  private int forwarded;
  private int refused;

  @Test
  void theBackendSeesWhatWasAskedAndRouted() throws Exception {
    for (int done = 0; done < CONNECTIONS; done += BATCH) {
      batch(SEED + done, Math.min(BATCH, CONNECTIONS - done));
    }
    assertTrue(CONNECTIONS < BATCH || (forwarded > 0 && refused > 0), forwarded + " " + refused);
  }

  private void batch(long seed, int connections) throws Exception {
    int before = forwarded;
    try (var backend = new Backend((request, _, out) -> answer(request, out))) {
      try (var gateway =
          new Gateway(TestSettings.standard(), Routes.through(identity()), backend)) {
        for (int i = 0; i < connections; i++) {
          connection(seed + i, gateway, backend);
        }
        gateway.to();
        assertTrue(backend.closed().tryAcquire(backend.connections(), 10, TimeUnit.SECONDS));
      }
      assertEquals(forwarded - before, backend.seen().size(), "seen without an answer");
    }
  }

  private static Filter identity() {
    return (Exchange exchange) -> {
      exchange.request().headers().set("x-user", "alice").set("x-path", exchange.originalPath());
      return Filter.Step.PROCEED;
    };
  }

  private static boolean answer(Message request, OutputStream out) throws IOException {
    String body = request.firstLine();
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
    out.write(Message.bytes(body.startsWith("HEAD ") ? head : head + body));
    return true;
  }

  private void connection(long seed, Gateway gateway, Backend backend) {
    Script script = new RandomRequests(seed).script();
    Reading reading = StrictReader.read(script.bytes());
    int before = backend.seen().size();
    try (var client = gateway.client()) {
      List<Message> answers = answers(client, script, reading);
      int accepted = (int) answers.stream().filter(answer -> answer.status() == 200).count();
      forwarded += accepted;
      refused += answers.size() - accepted;

      List<Message> seen = List.copyOf(backend.seen()).subList(before, backend.seen().size());
      assertEquals(accepted, seen.size(), "as many answers as requests that were forwarded");
      assertTrue(accepted <= reading.requests().size(), "more requests than there are");
      assertTrue(
          accepted >= Math.min(script.sound(), reading.requests().size()),
          "a sound one is refused");
      for (int i = 0; i < accepted; i++) {
        checkForwarded(reading.requests().get(i), seen.get(i), answers.get(i));
      }
    } catch (AssertionError | IOException e) {
      throw new AssertionError("seed " + seed + ": " + CaseTable.escape(script.bytes()), e);
    }
  }

  /** Up to the end, or until no more can come: of what isn't 200, only the last. */
  private static List<Message> answers(Client client, Script script, Reading reading)
      throws IOException {
    send(client, script);
    var answers = new ArrayList<Message>();
    Message answer;
    do {
      int next = answers.size();
      if (reading.end() == End.UNFINISHED && next == reading.requests().size()) {
        return answers;
      }
      answer = answer(client, reading.requests(), next);
      if (answer != null) {
        answers.add(answer);
      }
    } while (answer != null && answer.status() == 200);
    return answers;
  }

  private static @Nullable Message answer(Client client, List<Asked> requests, int number)
      throws IOException {
    Message answer =
        head(client, number > 0 && number <= requests.size() && requests.get(number - 1).last());
    if (answer == null) {
      return null;
    }
    InputStream in = client.socket().getInputStream();
    if (answer.status() != 200) {
      assertTrue(REFUSALS.contains(answer.status()), answer.toString());
      Message refusal = answer.readToEnd(in);
      assertFalse(refusal.body().contains("HTTP/1.1 200"), "an answer after a refusal");
      return refusal;
    }
    boolean bodiless = number < requests.size() && requests.get(number).method().equals("HEAD");
    return bodiless ? answer : answer.readBody(in);
  }

  private static @Nullable Message head(Client client, boolean mayBeReset) throws IOException {
    try {
      return client.answerHead();
    } catch (SocketException e) {
      if (mayBeReset) {
        return null;
      }
      throw e;
    }
  }

  private static void send(Client client, Script script) throws IOException {
    client.socket().setTcpNoDelay(true);
    try {
      for (String packet : script.packets()) {
        client.send(packet);
      }
    } catch (SocketException _) {
      // It was refused before all of it had come, which its answer tells.
    }
  }

  private static void checkForwarded(Asked asked, Message seen, Message answer) {
    assertEquals(asked.method() + " " + asked.target() + " HTTP/1.1", seen.firstLine());
    assertEquals(asked.target().split("\\?", 2)[0], seen.field("x-path"), "the path that matched");
    if (!asked.method().equals("HEAD")) {
      assertEquals(seen.firstLine(), answer.body(), "the answer to another request");
    }
    assertEquals(asked.body(), seen.body());
    assertEquals(List.of(asked.authority()), seen.fields("host"));
    int framings = seen.fields("content-length").size() + seen.fields("transfer-encoding").size();
    assertTrue(framings == 1 || (framings == 0 && seen.body().isEmpty()), seen.head());
    assertEquals(List.of("alice"), seen.fields("x-user"));
    assertEquals(List.of("127.0.0.1"), seen.fields("x-forwarded-for"));
    assertEquals(List.of("127.0.0.1"), seen.fields("x-real-ip"));
    assertEquals(List.of("http"), seen.fields("x-forwarded-proto"));
    assertEquals(List.of(asked.authority()), seen.fields("x-forwarded-host"));
    assertEquals(
        List.of("for=127.0.0.1;host=\"" + asked.authority() + "\";proto=http"),
        seen.fields("forwarded"));
    checkNames(asked, seen);
  }

  private static void checkNames(Asked asked, Message seen) {
    List<String> names =
        seen.head()
            .lines()
            .skip(1)
            .filter(line -> !line.isEmpty())
            .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
            .toList();
    Set<String> own =
        names.stream().filter(name -> name.startsWith("x-forwarded")).collect(Collectors.toSet());
    own.removeAll(
        Set.of("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port"));
    assertEquals(Set.of(), own, "forwarding fields of the client's own");
    for (String name : names) {
      assertFalse(HOP_BY_HOP.contains(name), name + " is for one hop");
      assertFalse(name.contains("_") || name.contains("."), name + " may pass for another");
      assertTrue(!name.equals("te") || seen.fields("te").equals(List.of("trailers")), seen.head());
    }
    for (String option : asked.members("connection")) {
      if (!KEPT.contains(option)) {
        assertFalse(names.contains(option), "Connection names " + option);
      }
    }
  }
}
