package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import io.vertx.core.buffer.Buffer;

/**
 * Moves a body at the pace of the slower side: at most what a sink holds when it becomes full, and
 * what was already read, is in memory. Lean, since every chunk of every body passes here.
 */
final class Pump implements BodyReceiver {
  /** What comes of it. */
  interface Ending {
    void pumped();

    void sourceFailed();
  }

  private final Trailers trailers;
  private final BodySource source;
  private final BodySink sink;
  private final Guard guard;
  private final Ending ending;
  private long bytes;
  private boolean progressed = true;
  private boolean over;
  private boolean completed;

  /**
   * Makes one that has yet to be started.
   *
   * @param trailers which of them are passed on
   */
  Pump(Trailers trailers, BodySource source, BodySink sink, Guard guard, Ending ending) {
    this.trailers = trailers;
    this.source = source;
    this.sink = sink;
    this.guard = guard;
    this.ending = ending;
  }

  void start() {
    sink.onDrained(() -> guard.execute(source::resume));
    source.start(this);
  }

  /** Lets nothing through any more. */
  void stop() {
    over = true;
  }

  /** Lets nothing through any more, and leaves to another what has yet to come, if that is all. */
  boolean takeBack() {
    boolean whole = !over && bytes == 0;
    over = true;
    source.pause();
    return whole;
  }

  boolean over() {
    return over;
  }

  /** Whether the receiving side leaves unread what is ready for it. */
  boolean stuck() {
    return !over && sink.full();
  }

  /** Whether all of it went through. */
  boolean completed() {
    return completed;
  }

  long bytes() {
    return bytes;
  }

  /** Whether it has begun, or a byte has moved, since this was last asked. */
  boolean progressed() {
    boolean did = progressed;
    progressed = false;
    return did;
  }

  @Override
  public void chunk(Buffer chunk) {
    guard.execute(() -> pass(chunk));
  }

  private void pass(Buffer chunk) {
    if (over) {
      return;
    }
    bytes += chunk.length();
    progressed = true;
    sink.write(chunk);
    if (sink.full()) {
      source.pause();
    }
  }

  @Override
  public void trailers(Headers fields) {
    guard.execute(() -> pass(fields));
  }

  private void pass(Headers fields) {
    if (!over) {
      trailers.retainHarmless(fields);
      if (fields.size() > 0) {
        sink.trailers(fields);
      }
    }
  }

  @Override
  public void end() {
    guard.execute(this::complete);
  }

  private void complete() {
    if (!over) {
      over = true;
      completed = true;
      sink.end();
      ending.pumped();
    }
  }

  @Override
  public void failed() {
    guard.execute(this::fail);
  }

  private void fail() {
    if (!over) {
      over = true;
      ending.sourceFailed();
    }
  }
}
