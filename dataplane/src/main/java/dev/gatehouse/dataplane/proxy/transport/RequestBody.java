package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.BodyReceiver;
import dev.gatehouse.dataplane.proxy.BodySource;
import io.vertx.core.http.HttpServerRequest;

/** The body of a client's request. */
record RequestBody(HttpServerRequest request) implements BodySource {
  @Override
  public void start(BodyReceiver receiver) {
    request.handler(receiver::chunk);
    request.endHandler(_ -> receiver.end());
    request.exceptionHandler(_ -> receiver.failed());
    request.resume();
  }

  @Override
  public void pause() {
    request.pause();
  }

  @Override
  public void resume() {
    request.resume();
  }
}
