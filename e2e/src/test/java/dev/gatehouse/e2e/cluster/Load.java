package dev.gatehouse.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Clients of all protocols that keep their connections and try nothing twice, with small and large
 * bodies in both directions. Each request has an id of its own, by which backends count it.
 */
final class Load implements AutoCloseable {
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(100);
  private static final AtomicInteger RUNS = new AtomicInteger();

  /** One protocol's. */
  private record Part(Tally tally, List<LoadClient> clients) {}

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Part> parts = new ArrayList<>();
  private final Duration pause;
  private volatile boolean closing;

  /**
   * Begins.
   *
   * @param pause of each client between an answer and its next request
   */
  Load(InetSocketAddress gateway, Duration pause) {
    this.pause = pause;
    int run = RUNS.incrementAndGet();
    for (Protocol protocol : Protocol.values()) {
      var tally = new Tally(protocol, run);
      var clients = new ArrayList<LoadClient>();
      for (int i = 0; i < protocol.clients(); i++) {
        LoadClient client = protocol.client(gateway, tally.goodbyes());
        clients.add(client);
        for (int j = 0; j < protocol.atOnce(); j++) {
          workers.execute(() -> work(client, tally));
        }
      }
      parts.add(new Part(tally, clients));
    }
  }

  /** Waits until so many more have been answered, of each protocol as many. */
  void awaitMore(int more) {
    List<BooleanSupplier> wanted =
        parts.stream().map(part -> part.tally().more(more / parts.size())).toList();
    Eventually.until(
        () -> "clients are answered; " + this,
        Cluster.PATIENCE,
        () -> wanted.stream().allMatch(BooleanSupplier::getAsBoolean));
  }

  /** Waits until something has failed, and then so many in a row are answered well. */
  void awaitUnbroken(int wanted) {
    Eventually.until("something fails", Cluster.PATIENCE, () -> !failures().isEmpty());
    Eventually.until(
        () -> "clients are served again; " + this,
        Cluster.PATIENCE,
        () -> parts.stream().allMatch(part -> part.tally().isUnbroken(wanted / parts.size())));
  }

  /**
   * Ends it, and tells what was asked; each request was answered and executed once, or its protocol
   * said goodbye to it.
   */
  String assertClean(Shop shop) {
    close();
    assertEquals(List.of(), failures(), this::toString);
    parts.forEach(part -> part.tally().assertExecutedOnce(shop));
    return toString();
  }

  /**
   * Ends it; of requests that were sent, no more failed than clients had under way in so many
   * breaks, and none was executed more than once. A connection that is refused loses none.
   */
  void assertLostAtMost(int breaks, Shop shop) {
    close();
    parts.forEach(part -> part.tally().assertLostAtMost(breaks, shop));
  }

  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    workers.close();
    for (Part part : parts) {
      for (LoadClient client : part.clients()) {
        try {
          client.close();
        } catch (IOException e) {
          part.tally().fail(e);
        }
      }
    }
  }

  private void work(LoadClient client, Tally tally) {
    while (!closing) {
      Duration rest = AFTER_A_FAILURE;
      try {
        tally.came(client.ask(tally.next()));
        rest = pause;
      } catch (ConnectException e) {
        tally.fail(e);
      } catch (IOException e) {
        tally.lose(e);
      }
      LockSupport.parkNanos(rest.toNanos());
    }
  }

  private List<String> failures() {
    return parts.stream().flatMap(part -> part.tally().failures().stream()).toList();
  }

  /** What was asked, and what failed. */
  @Override
  public String toString() {
    List<String> failures = failures();
    return parts.stream().map(part -> part.tally().toString()).collect(Collectors.joining("; "))
        + "; "
        + (failures.isEmpty() ? "none failed" : failures.size() + " failures: ")
        + failures.stream().limit(5).collect(Collectors.joining("; "));
  }
}
