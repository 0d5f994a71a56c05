package dev.gatehouse.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.RawClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that keep their connections and try nothing twice: GETs and POSTs, with small and large
 * bodies in both directions. Each request has an id of its own, by which backends count it.
 */
final class Load implements AutoCloseable {
  private static final int CLIENTS = 4;
  private static final int LARGE = 256 << 10;
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(100);
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong unbroken = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final int run = RUNS.incrementAndGet();
  private final InetSocketAddress gateway;
  private final Duration pause;
  private volatile boolean closing;

  /**
   * Begins.
   *
   * @param pause of each client between an answer and its next request
   */
  Load(InetSocketAddress gateway, Duration pause) {
    this.gateway = gateway;
    this.pause = pause;
    for (int i = 0; i < CLIENTS; i++) {
      clients.execute(this::work);
    }
  }

  /** Waits until so many more have been answered. */
  void awaitMore(long more) {
    long wanted = answered.get() + more;
    Eventually.until(
        () -> "clients are answered; failures " + failures.stream().limit(5).toList(),
        Cluster.PATIENCE,
        () -> answered.get() >= wanted);
  }

  /** Waits until something has failed, and then so many in a row are answered well. */
  void awaitUnbroken(long wanted) {
    Eventually.until("something fails", Cluster.PATIENCE, () -> !failures.isEmpty());
    Eventually.until(
        () -> "clients are served again; failures " + failures.size(),
        Cluster.PATIENCE,
        () -> unbroken.get() >= wanted);
  }

  /** By what its requests' ids begin. */
  int run() {
    return run;
  }

  /** Ends it, and returns how many requests there were; each was answered, and executed once. */
  long assertClean(Shop shop) {
    close();
    assertEquals(
        List.of(), List.copyOf(failures), () -> failures.size() + " of " + sent + " failed");
    Shop.Executions executions = shop.executions(this);
    assertEquals(Map.of(), executions.repeated(), "executed more than once");
    assertEquals(sent.get(), executions.executed(), "executed");
    return sent.get();
  }

  /**
   * Ends it; of requests that were sent, no more failed than clients had under way in so many
   * breaks, and none was executed more than once. A connection that is refused loses none.
   */
  void assertLostAtMost(int breaks, Shop shop) {
    close();
    assertTrue(lost.get() <= (long) breaks * CLIENTS, () -> "failures: " + failures);
    assertEquals(Map.of(), shop.executions(this).repeated(), "executed more than once");
  }

  @Override
  public void close() {
    closing = true;
    clients.close();
  }

  private void work() {
    while (!closing) {
      try (var client = new RawClient(gateway)) {
        while (!closing) {
          ask(client);
          LockSupport.parkNanos(pause.toNanos());
        }
      } catch (ConnectException e) {
        fail(e.toString());
      } catch (IOException e) {
        lose(e.toString());
      }
      if (!closing) {
        LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
      }
    }
  }

  private void ask(RawClient client) throws IOException {
    long number = sent.incrementAndGet();
    boolean large = number % 20 < 2;
    int size = large ? LARGE : 16;
    boolean post = number % 2 == 0;
    String head =
        (post ? "POST / " : "GET /?size=" + size + " ")
            + "HTTP/1.1\r\nhost: shop.example\r\nx-id: %d-%d\r\n".formatted(run, number);
    RawClient.Answer answer =
        client.ask(
            post
                ? head + "content-length: " + size + "\r\n\r\n" + "x".repeat(size)
                : head + "\r\n");
    String expected = post ? " " + size + "\n" : " 0\n" + "x".repeat(size);
    if (answer.status() != 200 || !answer.body().substring(2).equals(expected)) {
      lose("answer " + answer.status() + " " + answer.head() + shortened(answer.body()));
    } else {
      unbroken.incrementAndGet();
    }
    answered.incrementAndGet();
  }

  private void lose(String what) {
    lost.incrementAndGet();
    fail(what);
  }

  private void fail(String what) {
    failures.add(Instant.now() + " " + what);
    unbroken.set(0);
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }
}
