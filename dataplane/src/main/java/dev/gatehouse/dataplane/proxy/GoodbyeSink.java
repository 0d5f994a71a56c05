package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One direction of a WebSocket. Told to leave it says goodbye between two frames, as an endpoint
 * would that goes away (RFC 6455, section 7.4.1), unless the other side has said it, and lets
 * nothing through any more.
 */
final class GoodbyeSink implements BodySink {
  private static final byte CLOSE = (byte) 0x88;
  private static final short GOING_AWAY = 1001;

  private final BodySink to;
  private final boolean masked;
  private final Runnable said;
  private final FrameBoundaries frames = new FrameBoundaries();
  private boolean leaving;
  private boolean ended;

  /**
   * Makes one.
   *
   * @param masked whether it leads to a server
   * @param said run once the goodbye is on its way, or the direction had ended before
   */
  GoodbyeSink(BodySink to, boolean masked, Runnable said) {
    this.to = to;
    this.masked = masked;
    this.said = said;
  }

  void leave() {
    if (leaving) {
      return;
    }
    leaving = true;
    if (ended) {
      said.run();
    } else if (frames.between()) {
      sayGoodbye();
    }
  }

  boolean ended() {
    return ended;
  }

  private void sayGoodbye() {
    if (!frames.closes()) {
      to.write(goodbye());
    }
    end();
  }

  private Buffer goodbye() {
    if (!masked) {
      return Buffer.buffer().appendByte(CLOSE).appendByte((byte) 2).appendShort(GOING_AWAY);
    }
    int mask = ThreadLocalRandom.current().nextInt();
    return Buffer.buffer()
        .appendByte(CLOSE)
        .appendByte((byte) 0x82)
        .appendInt(mask)
        .appendShort((short) (GOING_AWAY ^ mask >>> 16));
  }

  @Override
  public void write(Buffer chunk) {
    if (ended) {
      return;
    }
    if (!leaving) {
      frames.read(chunk);
      to.write(chunk);
      return;
    }
    int end = frames.readFrame(chunk);
    to.write(chunk.slice(0, end));
    if (frames.between()) {
      sayGoodbye();
    }
  }

  @Override
  public boolean full() {
    return !ended && to.full();
  }

  @Override
  public void onDrained(Runnable then) {
    to.onDrained(then);
  }

  @Override
  public void trailers(Headers fields) {}

  @Override
  public void end() {
    if (!ended) {
      ended = true;
      to.end();
      if (leaving) {
        said.run();
      }
    }
  }
}
