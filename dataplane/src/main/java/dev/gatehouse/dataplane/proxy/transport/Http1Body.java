package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.BodyReceiver;
import dev.gatehouse.dataplane.proxy.BodySource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message of HTTP/1.1, passed on as it is read. What nobody takes yet is held, which
 * is what one reading brought, since the socket isn't read meanwhile.
 */
final class Http1Body implements BodySource {
  /** Where it is read from. */
  interface Inlet {
    void pause();

    void resume();
  }

  /** What it is held in, as long as it is. */
  sealed interface Part permits Chunk, BodyEnd {}

  private record Chunk(Buffer bytes) implements Part {}

  private final Executor loop;
  private final Inlet inlet;
  private final Deque<Part> held = new ArrayDeque<>(2);
  private @Nullable BodyReceiver receiver;
  private boolean paused;
  private boolean complete;
  private boolean failed;
  private boolean over;

  Http1Body(Executor loop, Inlet inlet) {
    this.loop = loop;
    this.inlet = inlet;
  }

  /** More of it has been read. */
  void chunk(ByteBuf bytes) {
    try {
      if (over || failed) {
        return;
      }
      BodyReceiver to = taker();
      if (to != null) {
        to.chunk(ReadBytes.of(bytes));
      } else {
        hold(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  /** All of it has been read. */
  void end(BodyEnd end) {
    if (!over && !failed) {
      complete = true;
      BodyReceiver to = taker();
      if (to != null) {
        deliver(to, end);
      } else {
        hold(end);
      }
    }
  }

  /** Who takes what comes now; null if it has to be held. */
  private @Nullable BodyReceiver taker() {
    return !paused && held.isEmpty() ? receiver : null;
  }

  /** In one piece with what is held before it: there may be thousands of one byte each. */
  private void hold(ByteBuf bytes) {
    byte[] copy = ByteBufUtil.getBytes(bytes);
    if (held.peekLast() instanceof Chunk(Buffer before)) {
      before.appendBytes(copy);
    } else {
      hold(new Chunk(Buffer.buffer(copy)));
    }
  }

  private void hold(Part part) {
    held.addLast(part);
    if (!complete) {
      inlet.pause();
    }
  }

  private void deliver(BodyReceiver to, Part part) {
    switch (part) {
      case Chunk(Buffer bytes) -> to.chunk(bytes);
      case BodyEnd(Headers trailers) -> {
        over = true;
        if (trailers != null) {
          to.trailers(trailers);
        }
        to.end();
      }
    }
  }

  /** All of it has been read, though it may be held still. */
  boolean isComplete() {
    return complete;
  }

  /** The rest won't come; what is held is of no use without it. */
  void fail() {
    if (over || complete) {
      return;
    }
    failed = true;
    held.clear();
    if (receiver != null) {
      over = true;
      receiver.failed();
    }
  }

  @Override
  public boolean hasFailed() {
    return failed;
  }

  /** Lets the rest come and go, and runs {@code then} when all of it has come. */
  void discard(Runnable then) {
    receiver = new Discarding(then);
    resume();
  }

  private record Discarding(Runnable then) implements BodyReceiver {
    @Override
    public void chunk(Buffer chunk) {}

    @Override
    public void trailers(Headers fields) {}

    @Override
    public void end() {
      then.run();
    }

    @Override
    public void failed() {}
  }

  @Override
  public void start(BodyReceiver to) {
    receiver = to;
    if (failed) {
      over = true;
      to.failed();
    } else if (!held.isEmpty()) {
      paused = false;
      loop.execute(this::flow);
    } else if (paused) {
      resume();
    }
  }

  @Override
  public void pause() {
    paused = true;
    inlet.pause();
  }

  @Override
  public void resume() {
    paused = false;
    flow();
  }

  private void flow() {
    BodyReceiver to = receiver;
    while (to != null && !paused && !over && !held.isEmpty()) {
      deliver(to, held.removeFirst());
    }
    if (!paused) {
      inlet.resume();
    }
  }
}
