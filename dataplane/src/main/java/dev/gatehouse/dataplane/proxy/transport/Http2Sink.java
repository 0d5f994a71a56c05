package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.BodySink;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way to the peer. It is full by what waits for its own stream alone, so that one
 * which isn't read doesn't hold the others.
 */
final class Http2Sink implements BodySink {
  /** More than this is written only by who doesn't ask. */
  private static final int HIGH = 64 * 1024;

  private static final int LOW = HIGH / 2;

  /** What each part costs beside its bytes as long as it waits, about. */
  private static final int PART = 256;

  /** Where it goes. */
  interface Way {
    /** Sends a part, which may be empty if it is the last; tells when it has left. */
    Future<Void> send(Buffer part, boolean last);

    /** Sends the fields that are the last of it. */
    void end(Headers trailers);
  }

  private final Way way;
  private long remaining;
  private long waiting;
  private boolean full;
  private @Nullable Headers trailers;
  private boolean ended;
  private Runnable drained = () -> {};

  /**
   * Makes one.
   *
   * @param length of the body; -1 if it isn't known beforehand
   * @param ended whether there is none
   */
  Http2Sink(Way way, long length, boolean ended) {
    this.way = way;
    this.remaining = length;
    this.ended = ended;
  }

  @Override
  public void write(Buffer chunk) {
    if (ended || chunk.length() == 0) {
      return;
    }
    ended = remaining == chunk.length();
    if (remaining > 0) {
      remaining -= chunk.length();
    }
    send(chunk, ended);
  }

  @Override
  public void trailers(Headers fields) {
    trailers = fields;
  }

  @Override
  public void end() {
    if (!ended) {
      ended = true;
      if (trailers == null) {
        send(Buffer.buffer(), true);
      } else {
        way.end(trailers);
      }
    }
  }

  private void send(Buffer part, boolean last) {
    int cost = part.length() + PART;
    waiting += cost;
    full = waiting >= HIGH;
    way.send(part, last).addListener(_ -> left(cost));
  }

  private void left(int cost) {
    waiting -= cost;
    if (full && waiting <= LOW) {
      full = false;
      drained.run();
    }
  }

  @Override
  public boolean full() {
    return full && !ended;
  }

  @Override
  public void onDrained(Runnable then) {
    drained = then;
  }

  /** What has yet to leave, in bytes. */
  long waiting() {
    return waiting;
  }
}
