package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Four clients that ask without pause, and what they were answered that they should not be. */
final class Load implements AutoCloseable {
  private static final int CLIENTS = 4;

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong asked = new AtomicLong();
  private final Supplier<String> ask;
  private final String expected;
  private volatile boolean closing;

  Load(Supplier<String> ask, String expected) {
    this.ask = ask;
    this.expected = expected;
    for (int i = 0; i < CLIENTS; i++) {
      clients.execute(this::run);
    }
  }

  long asked() {
    return asked.get();
  }

  /** Waits until so many more have been answered. */
  void awaitMore(long more) {
    long wanted = asked.get() + more;
    Eventually.until("clients are answered", Gateway.PATIENCE, () -> asked.get() >= wanted);
  }

  void assertClean() {
    assertEquals(List.of(), List.copyOf(wrong));
  }

  @Override
  public void close() {
    closing = true;
    clients.close();
  }

  private void run() {
    while (!closing) {
      String answer = ask.get();
      if (!answer.equals(expected)) {
        wrong.add(answer);
      }
      asked.incrementAndGet();
    }
  }
}
