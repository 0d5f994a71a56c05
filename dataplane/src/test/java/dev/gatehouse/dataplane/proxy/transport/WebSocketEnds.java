package dev.gatehouse.dataplane.proxy.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket's two ends, which speak bytes, and the gateway between them. */
final class WebSocketEnds {
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  static final String ASKED =
      "GET /chat HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive, Upgrade\r\n"
          + "Upgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
          + KEY
          + "\r\n\r\n";
  static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Accept: "
          + ACCEPT
          + "\r\n\r\n";
  static final byte[] GOING_AWAY = {(byte) 0x88, 2, 3, (byte) 0xe9};

  static ProxySettings impatient() {
    return new TestSettings()
        .timeouts(
            new ProxySettings.Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                Duration.ofMillis(1500)))
        .build();
  }

  static Gateway gateway(ProxySettings settings, Backend backend) {
    return new Gateway(settings, Routes.webSockets(), backend);
  }

  static Backend echo() throws IOException {
    return Backend.streaming(
        (in, out) -> {
          out.write(Message.bytes(SWITCHED));
          var chunk = new byte[1024];
          for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            out.write(chunk, 0, length);
          }
        });
  }

  static Backend listening(BlockingQueue<byte[]> heard) throws IOException {
    return Backend.streaming(
        (in, out) -> {
          out.write(Message.bytes(SWITCHED));
          heard.add(in.readAllBytes());
        });
  }

  static String endAfterSwitching(InputStream in, OutputStream out) throws IOException {
    out.write(Message.bytes(SWITCHED));
    try {
      return in.read() < 0 ? "end" : "bytes";
    } catch (IOException _) {
      return "reset";
    }
  }

  /** A Close frame as a server reads it. */
  static byte[] unmasked(byte[] frame) {
    assertEquals(8, frame.length);
    return new byte[] {
      frame[0], (byte) (frame[1] & 0x7f), (byte) (frame[6] ^ frame[2]), (byte) (frame[7] ^ frame[3])
    };
  }

  static Message ask(Client client, String request) throws IOException {
    client.send(request);
    Message head = head(client);
    assertEquals(101, head.status());
    return head;
  }

  static Message head(Client client) throws IOException {
    return present(client.answerHead());
  }

  static String exchange(Client client, String text) throws IOException {
    client.send(text);
    return read(client, text.length());
  }

  static String read(Client client, int bytes) throws IOException {
    return new String(client.socket().getInputStream().readNBytes(bytes), ISO_8859_1);
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    return present(queue.poll(20, TimeUnit.SECONDS));
  }

  static <T> T present(@Nullable T value) {
    return Objects.requireNonNull(value, "nothing came");
  }

  private WebSocketEnds() {}
}
