package dev.gatehouse.dataplane.proxy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A body that comes when the test sends it; what is sent while it is paused waits. */
final class MemorySource implements BodySource {
  private final Deque<Consumer<BodyReceiver>> waiting = new ArrayDeque<>();
  private @Nullable BodyReceiver receiver;
  private boolean paused;

  @Override
  public void start(BodyReceiver to) {
    receiver = to;
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

  MemorySource chunk(String text) {
    return event(to -> to.chunk(Buffer.buffer(text)));
  }

  MemorySource end() {
    return event(BodyReceiver::end);
  }

  MemorySource fail() {
    return event(BodyReceiver::failed);
  }

  boolean paused() {
    return paused;
  }

  private MemorySource event(Consumer<BodyReceiver> event) {
    waiting.add(event);
    flow();
    return this;
  }

  private void flow() {
    while (receiver != null && !paused && !waiting.isEmpty()) {
      waiting.remove().accept(receiver);
    }
  }
}
