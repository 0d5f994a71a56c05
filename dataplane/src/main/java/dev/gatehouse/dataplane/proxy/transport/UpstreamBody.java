package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.BodyReceiver;
import dev.gatehouse.dataplane.proxy.BodySource;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.BooleanSupplier;

/** The body of a backend's answer. */
final class UpstreamBody implements BodySource {
  private final HttpClientResponse answer;
  private final Channel channel;
  private final BooleanSupplier whole;
  private boolean started;

  /**
   * The body of an answer whose head has come.
   *
   * @param channel that it comes by
   * @param whole whether all of it has been read from the connection
   */
  UpstreamBody(HttpClientResponse answer, Channel channel, BooleanSupplier whole) {
    this.answer = answer;
    this.channel = channel;
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

  /** At once: Vert.x by itself reads on until two dozen chunks wait. */
  @Override
  public void pause() {
    channel.config().setAutoRead(false);
    answer.pause();
  }

  @Override
  public void resume() {
    channel.config().setAutoRead(true);
    answer.resume();
  }
}
