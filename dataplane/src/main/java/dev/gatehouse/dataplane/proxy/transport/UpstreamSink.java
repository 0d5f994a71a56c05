package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.BodySink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to a backend.
 *
 * @param encoder that writes it in chunks; null if its length is known
 */
record UpstreamSink(HttpClientRequest request, @Nullable TrailingRequestEncoder encoder)
    implements BodySink {
  @Override
  public void write(Buffer chunk) {
    request.write(chunk);
  }

  @Override
  public boolean full() {
    return request.writeQueueFull();
  }

  @Override
  public void onDrained(Runnable then) {
    request.drainHandler(_ -> then.run());
  }

  @Override
  public void trailers(Headers fields) {
    if (encoder != null) {
      encoder.trailers(fields);
    }
  }

  @Override
  public void end() {
    request.end();
  }
}
