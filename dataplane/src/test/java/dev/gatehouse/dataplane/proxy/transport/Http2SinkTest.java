package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Headers;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class Http2SinkTest {
  private final List<Promise<Void>> parts = new ArrayList<>();
  private int drained;
  private final Http2Sink sink =
      new Http2Sink(
          new Http2Sink.Way() {
            @Override
            public Future<Void> send(Buffer part, boolean last) {
              Promise<Void> left = ImmediateEventExecutor.INSTANCE.newPromise();
              parts.add(left);
              return left;
            }

            @Override
            public void end(Headers trailers) {}
          },
          -1,
          false);

  /** Whoever sends bytes one by one must not make us keep a hundred times as many. */
  @Test
  void manySmallPartsMakeItFull() {
    sink.onDrained(() -> drained++);
    while (!sink.full() && parts.size() < 1000) {
      sink.write(Buffer.buffer("x"));
    }

    assertTrue(sink.full(), "parts kept: " + parts.size());
    parts.forEach(part -> part.setSuccess(null));
    assertFalse(sink.full());
    assertTrue(drained > 0);
  }
}
