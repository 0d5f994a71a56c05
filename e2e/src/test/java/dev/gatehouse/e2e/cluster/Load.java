package dev.gatehouse.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
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
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
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
      clients.execute(this::run);
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

  /** Ends it, and then says what became of it. */
  Result end() {
    close();
    return new Result(sent.get(), List.copyOf(failures));
  }

  @Override
  public void close() {
    closing = true;
    clients.close();
  }

  private void run() {
    while (!closing) {
      try (var client = new RawClient(gateway)) {
        while (!closing) {
          ask(client);
          LockSupport.parkNanos(pause.toNanos());
        }
      } catch (IOException e) {
        fail(e.toString());
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
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
      fail("answer " + answer.status() + " " + answer.head() + shortened(answer.body()));
    }
    answered.incrementAndGet();
  }

  private void fail(String what) {
    failures.add(Instant.now() + " " + what);
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }

  /**
   * What became of all requests.
   *
   * @param sent how many there were
   * @param failures of those that had no answer, or a wrong one
   */
  record Result(long sent, List<String> failures) {
    /** Each was answered, and executed once. */
    void assertClean(Map<String, Integer> executions) {
      assertEquals(List.of(), failures, () -> failures.size() + " of " + sent + " failed");
      assertNoneTwice(executions);
      assertEquals(sent, executions.size(), "executed");
    }

    /**
     * No more failed than clients had under way when the connections broke, and none came twice.
     */
    void assertLostAtMost(int times, Map<String, Integer> executions) {
      assertTrue(failures.size() <= times * CLIENTS, () -> "failures: " + failures);
      assertNoneTwice(executions);
    }

    private static void assertNoneTwice(Map<String, Integer> executions) {
      var repeated = new TreeMap<>(executions);
      repeated.values().removeIf(times -> times == 1);
      assertEquals(Map.of(), repeated, "executed more than once");
    }
  }
}
