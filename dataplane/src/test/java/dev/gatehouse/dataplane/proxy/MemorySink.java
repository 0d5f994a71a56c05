package dev.gatehouse.dataplane.proxy;

import io.vertx.core.buffer.Buffer;

/** Keeps a body, and is full when the test says so. */
final class MemorySink implements BodySink {
  private final Buffer received = Buffer.buffer();
  private Runnable drained = () -> {};
  private boolean full;
  private boolean ended;

  @Override
  public void write(Buffer chunk) {
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
