package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.BodySink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;

/** The body of a request to a backend. */
record UpstreamSink(HttpClientRequest request) implements BodySink {
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
  public void end() {
    request.end();
  }
}
