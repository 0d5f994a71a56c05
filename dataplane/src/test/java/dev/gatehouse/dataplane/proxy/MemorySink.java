package dev.gatehouse.dataplane.proxy;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Keeps a body, and is full when the test says so. */
final class MemorySink implements BodySink {
  private final Buffer received = Buffer.buffer();
  private Runnable drained = () -> {};
  private boolean full;
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

  String text() {
    return received.toString();
  }

  boolean ended() {
    return ended;
  }
}
