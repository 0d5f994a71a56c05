package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Keeps a body, and is full when the test says so. */
final class MemorySink implements BodySink {
  private final Buffer received = Buffer.buffer();
  private Runnable drained = () -> {};
  private boolean full;
  private Headers trailers = new Headers();
  private boolean ended;
  private @Nullable Error fault;

  @Override
  public void write(Buffer chunk) {
    if (fault != null) {
      throw fault;
    }
    received.appendBuffer(chunk);
  }

  @Override
  public boolean full() {
    return full;
  }

  @Override
  public void onDrained(Runnable then) {
    drained = then;
  }

  @Override
  public void trailers(Headers fields) {
    trailers = fields;
  }

  @Override
  public void end() {
    ended = true;
  }

  /** From now on it can't be written to. */
  void breakWith(Error what) {
    fault = what;
  }

  void fill() {
    full = true;
  }

  void drain() {
    full = false;
    drained.run();
  }

  /** What its end brings. */
  Headers trailers() {
    return trailers;
  }

  String text() {
    return received.toString();
  }

  boolean ended() {
    return ended;
  }
}
