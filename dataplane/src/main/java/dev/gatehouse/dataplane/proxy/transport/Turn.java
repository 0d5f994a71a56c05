package dev.gatehouse.dataplane.proxy.transport;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's turn: what one reading from a socket sets going. What is put off to its end
 * finds together what is to be sent together, and costs no task of the loop's own. Not thread-safe.
 */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  private final Deque<Runnable> later = new ArrayDeque<>();
  private boolean running;

  /** Begins one; false if one is running, to which this belongs. */
  boolean begin() {
    boolean outermost = !running;
    running = true;
    return outermost;
  }

  /** Does what was put off. */
  void end() {
    for (Runnable task = later.poll(); task != null; task = later.poll()) {
      try {
        task.run();
      } catch (Throwable fault) {
        LOG.error("What was put off to the end of a turn failed", fault);
      }
    }
    running = false;
  }

  /** Runs it at the end of this turn; of the loop's next where none is running. */
  void later(EventLoop loop, Runnable task) {
    if (running) {
      later.add(task);
    } else {
      loop.execute(task);
    }
  }
}
