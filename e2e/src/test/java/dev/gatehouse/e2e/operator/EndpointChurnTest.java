package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.e2e.push.PushRelay;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fault 17: a thousand changes of endpoints under load, faster than in a minute. */
@WithApiServer
class EndpointChurnTest {
  private static final int CHANGES = 1_000;

  private static final String WHOLE_PUSHES =
      "gatehouse_operator_push_duration_seconds_count{kind=\"whole\"";

  /** Changes that come while one push is under way. */
  private static final int AT_ONCE = 20;

  private final AtomicLong ids = new AtomicLong();
  private final Gateway gateway;
  private List<Backend> replicas = List.of();

  EndpointChurnTest(ApiServer api) {
    gateway = new Gateway(api, "churn");
  }

  @BeforeEach
  void aShopOfThree() {
    gateway.backend("shop");
    replicas =
        List.of(gateway.backend("shop-a"), gateway.backend("shop-b"), gateway.backend("shop-c"));
    gateway.endpoints("shop", replicas.getFirst());
    gateway.route("shop", "/", "shop");
    gateway.awaitProgrammed("shop");
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void failsNoRequestRepeatsNoneAndIsFollowedInFewPushesForLittleWork() {
    gateway.stopOperator();
    try (var relay = new PushRelay(gateway.pushPort());
        var load = new Load(this::ask, "200 shop")) {
      gateway.startOperator(relay.address());
      Eventually.until("it pushes", Gateway.PATIENCE, () -> !relay.pushes().isEmpty());
      int before = relay.pushes().size();
      double wholeBefore = gateway.metric(WHOLE_PUSHES);
      Cost cost = Cost.from("rebuild");

      for (int i = 0; i < CHANGES; i += AT_ONCE) {
        relay.hold();
        for (int j = 0; j < AT_ONCE; j++) {
          gateway.endpoints("shop", replicas.get((i + j) % replicas.size()));
        }
        relay.release();
      }
      gateway.endpoints("shop", replicas.get(1));
      gateway.awaitAnswer("/", "200 shop-b");
      double share = cost.share();
      load.awaitMore(100);

      load.assertClean();
      assertTrue(load.asked() > CHANGES, load.asked() + " requests");
      int pushes = relay.pushesAfter(before).size();
      assertTrue(pushes < CHANGES / 4, () -> pushes + " pushes");
      assertEquals(wholeBefore, gateway.metric(WHOLE_PUSHES), "all others are deltas");
      assertTrue(share < 0.2, () -> "to follow takes " + share + " of all CPU time");
    }
    assertEachRanOnce();
  }

  private void assertEachRanOnce() {
    var executions = new HashMap<String, Integer>();
    replicas.forEach(
        replica ->
            replica.executions().forEach((id, times) -> executions.merge(id, times, Integer::sum)));
    assertEquals(ids.get(), executions.size(), "each request came to one of them");
    executions.values().removeIf(times -> times == 1);
    assertEquals(Map.of(), executions, "these came more than once");
  }

  /** A GET and a POST in turn, which tells nothing of the replica that answered. */
  private String ask() {
    long id = ids.incrementAndGet();
    String answer = id % 2 == 0 ? gateway.get("/", "get-" + id) : gateway.post("/", "post-" + id);
    return answer.startsWith("200 shop") ? "200 shop" : answer;
  }

  /**
   * CPU time of one thread and of the whole process, in nanoseconds.
   *
   * @param id the thread's
   */
  private record Cost(long id, long ofThread, long ofAll) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Of the newest thread of this name, from now on. */
    static Cost from(String name) {
      long id =
          Stream.of(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
              .filter(thread -> thread != null && thread.getThreadName().equals(name))
              .mapToLong(ThreadInfo::getThreadId)
              .max()
              .orElseThrow();
      return new Cost(id, THREADS.getThreadCpuTime(id), PROCESS.getProcessCpuTime());
    }

    double share() {
      return (double) (THREADS.getThreadCpuTime(id) - ofThread)
          / (PROCESS.getProcessCpuTime() - ofAll);
    }
  }
}
