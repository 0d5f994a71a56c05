package dev.gatehouse.dataplane.proxy.transport;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backend that answers before it has read the request, and reads no more of it. */
@Timeout(30)
class EarlyAnswerTest {
  private static final int BODY = 1 << 20;
  private static final String PART = "x".repeat(1 << 16);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch reset = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);

  /** The event loop stands still while the answer comes, so that it finds both at once. */
  @Test
  void isPassedOnAlsoWhereTheNextPartOfTheRequestCanNoLongerBeWritten() throws Exception {
    try (var backend = backend();
        var gateway = new Gateway(TestSettings.standard(), Routes.through(holding()), backend);
        var other = gateway.client();
        var client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY + "\r\n\r\n" + PART);
      asked.await();
      other.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      held.await();
      client.send(PART);
      answer.countDown();
      backend.closed().acquire();
      reset.countDown();

      assertEquals(413, requireNonNull(client.answer()).status());
    }
  }

  /** Closed with a part of the request unread, its connections end by a reset. */
  private Backend backend() throws IOException {
    return Backend.streaming(
        (_, out) -> {
          asked.countDown();
          await(answer);
          out.write(Message.bytes("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno"));
        });
  }

  private Filter holding() {
    return exchange -> {
      if (exchange.originalPath().equals("/hold")) {
        held.countDown();
        await(reset);
      }
      return Filter.Step.PROCEED;
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
