package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.BodyReceiver;
import dev.gatehouse.dataplane.proxy.BodySource;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The body of a client's request. */
final class RequestBody implements BodySource {
  private final HttpServerRequest request;
  private final VertxDownstream.Connection connection;
  private @Nullable BodyReceiver receiver;
  private boolean malformed;

  RequestBody(HttpServerRequest request, VertxDownstream.Connection connection) {
    this.request = request;
    this.connection = connection;
  }

  @Override
  public void start(BodyReceiver to) {
    receiver = to;
    if (malformed) {
      to.failed();
      return;
    }
    request.handler(to::chunk);
    request.endHandler(_ -> to.end());
    request.exceptionHandler(_ -> to.failed());
    resume();
  }

  /** What came can't be read any further. */
  void malformed() {
    malformed = true;
    if (receiver != null) {
      receiver.failed();
    }
  }

  boolean isMalformed() {
    return malformed;
  }

  /** At once: Vert.x by itself reads on until two dozen chunks wait. */
  @Override
  public void pause() {
    connection.pauseReading();
    request.pause();
  }

  @Override
  public void resume() {
    connection.resumeReading();
    request.resume();
  }
}
