package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client can make the gateway do and keep by HTTP/2, and that others don't suffer by it. */
@Timeout(60)
class Http2BoundsTest {
  private static final int REFUSED_STREAM = 7;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int NO_ERROR = 0;

  /** More than any bound on what a client may do over and over. */
  private static final int OFTEN = 5000;

  /** Names of the settings (RFC 9113, section 6.5.2). */
  private static final int HEADER_TABLE_SIZE = 1;

  private static final int MAX_CONCURRENT_STREAMS = 3;

  private static final int MAX_HEADER_LIST_SIZE = 6;

  private final CountDownLatch release = new CountDownLatch(1);
  private Backend backend;
  private Gateway gateway;
  private FrameClient other;

  @BeforeEach
  void start() throws IOException {
    backend = new Backend((request, _, out) -> answer(request, out));
    gateway = new Gateway(new TestSettings().streams(20).build(), Routes.all(), backend);
    other = gateway.frames();
    assertEquals(200, other.get(1, "/").answer(1).status());
  }

  @AfterEach
  void end() throws IOException {
    release.countDown();
    other.close();
    gateway.close();
    backend.close();
  }

  private boolean answer(Message request, OutputStream out) throws IOException {
    if (request.firstLine().contains("/wait")) {
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    String body = request.firstLine().contains("/large") ? "x".repeat(200_000) : "ok";
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
    out.write(Message.bytes(head + body));
    return true;
  }

  /** What a client does again and again. */
  @FunctionalInterface
  private interface Step {
    void take(FrameClient client, int round) throws IOException;
  }

  private void assertCalmed(Step step) throws IOException {
    try (var client = gateway.frames()) {
      try {
        for (int round = 0; round < OFTEN; round++) {
          step.take(client, round);
        }
      } catch (SocketException _) {
        // The gateway has ended the connection; what it said before that is still to be read.
      }
      assertEquals(ENHANCE_YOUR_CALM, client.end());
    }
    assertOthersAreServed();
  }

  private void assertOthersAreServed() throws IOException {
    try (var fresh = gateway.frames()) {
      assertEquals(200, fresh.get(1, "/").answer(1).status());
    }
    assertEquals(200, other.get(3, "/").answer(3).status());
  }

  @Test
  void rapidReset() throws Exception {
    assertCalmed((client, round) -> client.get(2 * round + 1, "/wait").reset(2 * round + 1, 8));
  }

  /** Of an answer there is more to come, which its stream's end makes fail. */
  @Test
  void aResetIsNotAnsweredByAnother() throws Exception {
    try (var client = gateway.frames()) {
      client.holdsWindows().opens(0, 65_535);
      client.get(1, "/large").readUntil(() -> client.on(1).size() == 65_535);
      client.reset(1, 8).get(3, "/").answer(3);

      assertEquals(-1, client.on(1).reset());
      assertEquals(200, client.on(3).status());
    }
  }

  @Test
  void streamsThatTheGatewayIsMadeToReset() throws Exception {
    assertCalmed((client, round) -> client.get(2 * round + 1, "/wait").opens(2 * round + 1, 0));
  }

  @Test
  void malformedHeads() throws Exception {
    assertCalmed((client, round) -> client.headers(2 * round + 1, true, "no", "pseudo-fields"));
  }

  @Test
  void moreStreamsThanAreTaken() throws Exception {
    assertCalmed((client, round) -> client.get(2 * round + 1, "/wait"));
  }

  @Test
  void smallContinuations() throws Exception {
    assertCalmed(
        (client, round) ->
            client.send(round == 0 ? Frame.HEADERS : Frame.CONTINUATION, 0, 1, (byte) 0x82));
  }

  @Test
  void emptyContinuations() throws Exception {
    assertCalmed(
        (client, round) -> client.send(round == 0 ? Frame.HEADERS : Frame.CONTINUATION, 0, 1));
  }

  @Test
  void emptyData() throws Exception {
    assertCalmed(
        (client, round) -> {
          if (round == 0) {
            client.post(1, "/");
          }
          client.data(1, false, "");
        });
  }

  @Test
  void pingsWhoseAnswersAreNotRead() throws Exception {
    assertCalmed((client, _) -> client.bytes(many(new Frame(Frame.PING, 0, 0, new byte[8]))));
  }

  @Test
  void settingsWhoseAnswersAreNotRead() throws Exception {
    assertCalmed((client, _) -> client.bytes(many(new Frame(Frame.SETTINGS, 0, 0, new byte[0]))));
  }

  @Test
  void settingsThatChangeTheTableOfFields() throws Exception {
    assertCalmed((client, round) -> client.settings(HEADER_TABLE_SIZE, 4095 + round % 2));
  }

  /** Each is a head alone, which no stream's window holds back. */
  @Test
  void answersThatAreNotRead() throws Exception {
    assertCalmed((client, round) -> client.bytes(refusedHeads(1000 * round + 1)));
  }

  private static byte[] refusedHeads(int firstStream) {
    byte[] block =
        Frame.block(":method", "HEAD", ":scheme", "http", ":path", "/%00", ":authority", "a");
    var frames = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      int flags = Frame.END_HEADERS | Frame.END_STREAM;
      frames.writeBytes(new Frame(Frame.HEADERS, flags, firstStream + 2 * i, block).bytes());
    }
    return frames.toByteArray();
  }

  private static byte[] many(Frame frame) {
    var frames = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      frames.writeBytes(frame.bytes());
    }
    return frames.toByteArray();
  }

  @Test
  void aHeadWithoutEndIsNotKept() throws Exception {
    try (var client = gateway.frames()) {
      try {
        for (int i = 0; i < OFTEN; i++) {
          client.send(i == 0 ? Frame.HEADERS : Frame.CONTINUATION, 0, 1, new byte[16_384]);
        }
      } catch (SocketException _) {
        // It's over.
      }
      assertTrue(client.end() > NO_ERROR, "code " + client.goAways());
    }
    assertOthersAreServed();
  }

  /** One large field that stands in the table, and is named by one byte each time from then on. */
  @Test
  void aSmallHeadThatGrowsWhenItIsUnpacked() throws Exception {
    try (var client = gateway.frames()) {
      var block = new ByteArrayOutputStream();
      block.writeBytes(Frame.block(":method", "GET", ":scheme", "http", ":path", "/"));
      block.writeBytes(kept("x-large", "x".repeat(3900)));
      for (int i = 0; i < 12_000; i++) {
        block.write(0x80 | 62);
      }
      int flags = Frame.END_HEADERS | Frame.END_STREAM;
      StreamAnswer answer = client.send(Frame.HEADERS, flags, 1, block.toByteArray()).answer(1);

      assertEquals(431, answer.status());
      assertEquals(200, client.get(3, "/").answer(3).status(), "the connection serves on");
    }
    assertOthersAreServed();
  }

  /** As RFC 7541, section 6.2.1 has it. */
  private static byte[] kept(String name, String value) {
    byte[] block = Frame.block(name, value);
    block[0] = 0x40;
    return block;
  }

  @Test
  void theGatewaySaysWhatItTakes() throws Exception {
    other.readUntil(() -> !other.settings().isEmpty());

    assertEquals(20, other.settings().get(MAX_CONCURRENT_STREAMS));
    assertEquals(32_768, other.settings().get(MAX_HEADER_LIST_SIZE));
  }

  @Test
  void aStreamTooManyIsRefusedAlone() throws Exception {
    try (var client = gateway.frames()) {
      for (int stream = 1; stream <= 39; stream += 2) {
        client.get(stream, "/wait");
      }
      StreamAnswer refused = client.post(41, "/").data(41, true, "what follows").answer(41);
      release.countDown();

      assertEquals(REFUSED_STREAM, refused.reset());
      for (int stream = 1; stream <= 39; stream += 2) {
        assertEquals(200, client.answer(stream).status());
      }
      assertEquals(200, client.get(43, "/").answer(43).status());
    }
  }

  @Test
  void tooManyFieldsAreRefusedOnTheirStream() throws Exception {
    var fields = new String[2 * 120];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = "x-" + i;
    }

    assertEquals(431, other.get(3, "/", fields).answer(3).status());
    assertEquals(200, other.get(5, "/").answer(5).status());
  }

  @Test
  void aPathThatIsTooLongIsRefusedOnItsStream() throws Exception {
    assertEquals(414, other.get(3, "/" + "x".repeat(8200)).answer(3).status());
    assertEquals(200, other.get(5, "/").answer(5).status());
  }
}
