package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that share a connection are told apart as the client meant it (rows 5, 7 and 8). */
@Timeout(30)
class PipeliningTest {
  /** More than sockets hold on either side. */
  private static final long TOO_MUCH = 64L << 20;

  @Test
  void aGetWithABodyAndOneMoreAreTwoRequests() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(
          lines(
              "GET /1 HTTP/1.1",
              "Host: a",
              "Content-Length: 28",
              "",
              "GET /x HTTP/1.1",
              "Host: b",
              "",
              "GET /2 HTTP/1.1",
              "Host: a",
              "Connection: close",
              ""));

      Message one = client.answer();
      Message two = client.answer();
      assertNotNull(one);
      assertNotNull(two);
      assertEquals(200, one.status());
      assertEquals(200, two.status());
      assertTrue(client.ended());
      assertEquals(
          List.of("GET /1 HTTP/1.1", "GET /2 HTTP/1.1"),
          backend.seen().stream().map(Message::firstLine).toList());
    }
  }

  /** What is held of the next ones is what one reading brought, so that the rest stays outside. */
  @Test
  void whoSendsOnBeforeTheAnswerIsHeldUp() throws Exception {
    var mayAnswer = new CountDownLatch(1);
    try (var backend =
            new Backend(
                (_, _, out) -> {
                  Backend.await(mayAnswer);
                  out.write(Message.bytes("HTTP/1.1 204 No Content\r\n\r\n"));
                  return true;
                });
        var gateway = new Gateway(backend);
        var client =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
        var writable = Selector.open()) {
      client.write(ByteBuffer.wrap(Message.bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
      assertTrue(backend.asked().await(10, TimeUnit.SECONDS));
      client.configureBlocking(false);
      client.register(writable, SelectionKey.OP_WRITE);

      long sent = 0;
      while (sent < TOO_MUCH && writable.select(1000) > 0) {
        writable.selectedKeys().clear();
        sent += client.write(ByteBuffer.allocate(1 << 16));
      }

      assertTrue(sent < TOO_MUCH, "nobody held it up");
      mayAnswer.countDown();
    }
  }

  @Test
  void aBodyThatIsTooShortNeverLooksWhole() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
      assertTrue(backend.asked().await(10, TimeUnit.SECONDS));
      client.socket().shutdownOutput();

      assertTrue(backend.closed().tryAcquire(10, TimeUnit.SECONDS));
      assertEquals(List.of(), backend.seen());
    }
  }

  @Test
  void whatFollowsAMalformedBodyIsNoRequest() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(
          lines(
              "POST /1 HTTP/1.1",
              "Host: a",
              "Transfer-Encoding: chunked",
              "",
              "0x3",
              "abc",
              "0",
              "",
              "GET /2 HTTP/1.1",
              "Host: a",
              ""));

      Message answer = client.answer();
      assertNotNull(answer);
      assertEquals(400, answer.status());
      assertTrue(client.ended());
      assertEquals(List.of(), backend.seen());
    }
  }

  @Test
  void aMalformedBodyBehindAnotherRequestIsRefusedInItsTurn() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(
          lines(
              "GET /1 HTTP/1.1",
              "Host: a",
              "",
              "POST /2 HTTP/1.1",
              "Host: a",
              "Transfer-Encoding: chunked",
              "",
              "x"));

      Message one = client.answer();
      Message two = client.answer();
      assertNotNull(one);
      assertNotNull(two);
      assertEquals(200, one.status());
      assertEquals(400, two.status());
      assertTrue(client.ended());
      assertEquals(1, backend.seen().size());
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }
}
