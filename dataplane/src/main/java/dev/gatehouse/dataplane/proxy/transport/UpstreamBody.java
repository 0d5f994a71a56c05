package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.BodyReceiver;
import dev.gatehouse.dataplane.proxy.BodySource;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpClientResponse;

/** The body of a backend's answer. */
final class UpstreamBody implements BodySource {
  private final HttpClientResponse answer;
  private final Channel channel;
  private final StrictAnswerDecoder decoder;
  private boolean started;

  /**
   * The body of an answer whose head has come.
   *
   * @param channel that it comes by
   * @param decoder that reads it from there
   */
  UpstreamBody(HttpClientResponse answer, Channel channel, StrictAnswerDecoder decoder) {
    this.answer = answer;
    this.channel = channel;
    this.decoder = decoder;
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
    answer.endHandler(
        _ -> {
          if (decoder.hasTrailers()) {
            receiver.trailers(LowerCase.copy(answer.trailers()));
          }
          receiver.end();
        });
    answer.exceptionHandler(
        _ -> {
          // While it is paused Vert.x holds a part back, and tells of the connection's end at once;
          // what it holds comes all the same, and the end with it.
          if (!decoder.isWhole()) {
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
