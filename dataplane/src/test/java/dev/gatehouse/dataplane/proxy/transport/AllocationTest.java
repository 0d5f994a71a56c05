package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much garbage the event loop makes of a plain request, by the JVM's own count. */
@Timeout(120)
class AllocationTest {
  /** Half more than it is, in bytes. */
  private static final long BOUND = 7_500;

  private static final int WARM_UP = 6_000;
  private static final int BATCHES = 8;
  private static final int BATCH = 250;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aPlainRequestMakesLittleGarbage() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      ask(client, gateway, WARM_UP);

      long least = Long.MAX_VALUE;
      for (int i = 0; i < BATCHES; i++) {
        long before = allocated();
        ask(client, gateway, BATCH);
        least = Math.min(least, (allocated() - before) / BATCH);
      }

      assertTrue(least < BOUND, "bytes for each request: " + least);
    }
  }

  private static void ask(Client client, Gateway gateway, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      assertEquals(200, client.get("/").status());
      gateway.outcome();
    }
  }

  private long allocated() {
    long[] loops =
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
            .filter(thread -> thread != null && thread.getThreadName().contains("eventloop"))
            .mapToLong(thread -> thread.getThreadId())
            .toArray();
    return Arrays.stream(threads.getThreadAllocatedBytes(loops)).sum();
  }
}
