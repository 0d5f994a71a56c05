package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.BodyReceiver;
import dev.gatehouse.dataplane.proxy.BodySource;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.BooleanSupplier;

/** The body of a backend's answer. */
final class UpstreamBody implements BodySource {
  private final HttpClientResponse answer;
  private final BooleanSupplier whole;
  private boolean started;

  /**
   * The body of an answer whose head has come.
   *
   * @param whole whether all of it has been read from the connection
   */
  UpstreamBody(HttpClientResponse answer, BooleanSupplier whole) {
    this.answer = answer;
    this.whole = whole;
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
    answer.exceptionHandler(
        _ -> {
          // While it is paused Vert.x holds a part back, and tells of the connection's end at once;
          // what it holds comes all the same, and the end with it.
          if (!whole.getAsBoolean()) {
            receiver.failed();
          }
        });
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
