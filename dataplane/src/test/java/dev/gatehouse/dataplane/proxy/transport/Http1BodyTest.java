package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.BodyReceiver;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Http1BodyTest {
  private final List<String> received = new ArrayList<>();
  private boolean paused;
  private final Http1Body body =
      new Http1Body(
          Runnable::run,
          new Http1Body.Inlet() {
            @Override
            public void pause() {
              paused = true;
            }

            @Override
            public void resume() {
              paused = false;
            }
          });

  /** Chunks of one byte each would hold a hundred times what they bring. */
  @Test
  void whatIsHeldIsHeldInOnePiece() {
    for (int i = 0; i < 10_000; i++) {
      body.chunk(Unpooled.copiedBuffer("x", StandardCharsets.US_ASCII));
    }
    body.end(BodyEnd.PLAIN);
    assertEquals(List.of(), received);

    body.start(new Receiver());

    assertEquals(List.of("10000 bytes", "end"), received);
    assertFalse(paused);
  }

  private final class Receiver implements BodyReceiver {
    @Override
    public void chunk(Buffer chunk) {
      received.add(chunk.length() + " bytes");
    }

    @Override
    public void trailers(Headers fields) {
      received.add("trailers");
    }

    @Override
    public void end() {
      received.add("end");
    }

    @Override
    public void failed() {
      received.add("failed");
    }
  }
}
