package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.BodyReceiver;
import dev.gatehouse.dataplane.proxy.BodySource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message. What nobody takes yet is held, at most as much as the stream's window lets
 * the peer send; the window opens again by as much as is taken.
 */
final class Http2Body implements BodySource {
  private final Executor loop;
  private final IntConsumer taken;
  private @Nullable BodyReceiver receiver;
  private Buffer held = Buffer.buffer();
  private @Nullable Headers trailers;

  /** Whether it has been handed over in this turn of the loop, and so doesn't flow yet. */
  private boolean starting;

  private boolean paused;
  private boolean complete;
  private boolean malformed;
  private boolean over;

  /**
   * Makes one.
   *
   * @param loop of the connection
   * @param taken told of bytes that were held, and for which the peer may send others
   */
  Http2Body(Executor loop, IntConsumer taken) {
    this.loop = loop;
    this.taken = taken;
  }

  /** Some of it has come; returns how many bytes of it are taken at once. */
  int data(ByteBuf data) {
    BodyReceiver to = receiver;
    int bytes = data.readableBytes();
    if (over) {
      return bytes;
    }
    if (to == null || paused || starting) {
      held.appendBytes(ByteBufUtil.getBytes(data));
      return 0;
    }
    if (bytes > 0) {
      to.chunk(ReadBytes.of(data));
    }
    return bytes;
  }

  /** All of it has come. */
  void complete() {
    complete = true;
    flow();
  }

  /** All of it has come, and fields after it. */
  void complete(Headers fields) {
    trailers = fields;
    complete();
  }

  boolean isComplete() {
    return complete;
  }

  @Override
  public boolean isEmpty() {
    return complete && held.length() == 0 && trailers == null;
  }

  /** It isn't what its head announced, or the rest of it will never come. */
  void malformed() {
    malformed = true;
    flow();
  }

  @Override
  public void start(BodyReceiver to) {
    receiver = to;
    if (malformed) {
      flow();
    } else {
      starting = true;
      paused = false;
      loop.execute(this::begin);
    }
  }

  /** Unless who received it has held it back since, to leave it to another. */
  private void begin() {
    starting = false;
    flow();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    flow();
  }

  private void flow() {
    BodyReceiver to = receiver;
    if (to == null || over) {
      return;
    }
    if (malformed) {
      over = true;
      to.failed();
      return;
    }
    if (paused || starting) {
      return;
    }
    if (held.length() > 0) {
      Buffer chunk = held;
      held = Buffer.buffer();
      to.chunk(chunk);
      taken.accept(chunk.length());
    }
    if (complete && held.length() == 0 && !over) {
      over = true;
      if (trailers != null) {
        to.trailers(trailers);
      }
      to.end();
    }
  }
}
