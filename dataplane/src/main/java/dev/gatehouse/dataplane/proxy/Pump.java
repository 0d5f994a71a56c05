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

  private final Headers head;
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
   * @param head of the message whose body it is, as it is passed on
   */
  Pump(Headers head, BodySource source, BodySink sink, Guard guard, Ending ending) {
    this.head = head;
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
      Trailers.retainHarmless(fields, head);
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
