package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.BodyReceiver;
import dev.gatehouse.dataplane.proxy.BodySource;
import io.vertx.core.http.HttpClientResponse;

/** The body of a backend's answer. */
final class UpstreamBody implements BodySource {
  private final HttpClientResponse answer;
  private boolean started;

  UpstreamBody(HttpClientResponse answer) {
    this.answer = answer;
  }

  /** Usually somebody receives it at once, and pausing would be for nothing. */
  void holdUnlessStarted() {
    if (!started) {
      answer.pause();
    }
  }

  @Override
  public void start(BodyReceiver receiver) {
    started = true;
    answer.handler(receiver::chunk);
    answer.endHandler(_ -> receiver.end());
    answer.exceptionHandler(_ -> receiver.failed());
  }

  @Override
  public void pause() {
    answer.pause();
  }

  @Override
  public void resume() {
    answer.resume();
  }
}
