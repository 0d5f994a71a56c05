package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints come and go under load: no request fails, and none is executed twice. */
@Timeout(120)
class ChurnTest {
  private static final int CLIENTS = 8;
  private static final int CHANGES = 60;

  private final Map<String, AtomicInteger> executions = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final Semaphore fresh = new Semaphore(0);
  private final AtomicBoolean enough = new AtomicBoolean();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void nothingFailsAndNothingRunsTwice(int loops) throws Exception {
    List<Backend> all = new ArrayList<>(List.of(counting(), counting(), counting()));
    try (var gateway =
        new Gateway(
            new TestSettings().loops(loops).build(), Routes.all(), all.toArray(Backend[]::new))) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        clients.add(Thread.ofVirtual().start(() -> load(gateway, number)));
      }
      for (int change = 0; change < CHANGES; change++) {
        awaitAnswers(50);
        Backend going = all.removeFirst();
        all.add(counting());
        // As at SIGTERM: the listener goes first, and the gateway hears of it later.
        going.stopListening();
        awaitAnswers(10);
        gateway.to(all.toArray(Backend[]::new));
      }
      enough.set(true);
      for (Thread client : clients) {
        client.join();
      }
    } finally {
      all.forEach(Backend::close);
    }
    assertEquals(List.of(), List.copyOf(failures));
    executions.forEach((id, count) -> assertEquals(1, count.get(), id + " ran more than once"));
    assertTrue(answered.get() >= CHANGES * 60, "so many answers: " + answered);
  }

  private Backend counting() throws IOException {
    return new Backend(
        (request, _, out) -> {
          String id = request.firstLine().split(" ", -1)[1];
          executions.computeIfAbsent(id, _ -> new AtomicInteger()).incrementAndGet();
          out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
          return true;
        });
  }

  private void load(Gateway gateway, int number) {
    try (var client = gateway.client()) {
      for (int i = 0; !enough.get(); i++) {
        String path = "/" + number + "/" + i;
        Message answer = i % 2 == 0 ? client.get(path) : client.post(path, "body");
        if (answer.status() != 200) {
          failures.add(answer.toString());
        }
        answered.incrementAndGet();
        fresh.release();
      }
    } catch (IOException e) {
      failures.add(number + ": " + e);
    }
  }

  private void awaitAnswers(int count) throws InterruptedException {
    fresh.drainPermits();
    assertTrue(fresh.tryAcquire(count, 20, TimeUnit.SECONDS), "no answers: " + failures);
  }
}
