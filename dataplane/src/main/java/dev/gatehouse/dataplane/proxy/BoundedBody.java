package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import io.vertx.core.buffer.Buffer;

/** A body that doesn't say how long it is, of which no more than so many bytes are passed on. */
final class BoundedBody implements BodySource {
  private final BodySource source;
  private final long most;
  private final Runnable exceeded;

  /**
   * Bounds one.
   *
   * @param most bytes, the last of which may still be passed on
   * @param exceeded run instead of passing on more
   */
  BoundedBody(BodySource source, long most, Runnable exceeded) {
    this.source = source;
    this.most = most;
    this.exceeded = exceeded;
  }

  @Override
  public void start(BodyReceiver receiver) {
    source.start(new Counting(receiver));
  }

  @Override
  public void pause() {
    source.pause();
  }

  @Override
  public void resume() {
    source.resume();
  }

  private final class Counting implements BodyReceiver {
    private final BodyReceiver receiver;
    private long bytes;

    Counting(BodyReceiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void chunk(Buffer chunk) {
      bytes += chunk.length();
      if (bytes > most) {
        exceeded.run();
      } else {
        receiver.chunk(chunk);
      }
    }

    @Override
    public void trailers(Headers fields) {
      receiver.trailers(fields);
    }

    @Override
    public void end() {
      receiver.end();
    }

    @Override
    public void failed() {
      receiver.failed();
    }
  }
}
