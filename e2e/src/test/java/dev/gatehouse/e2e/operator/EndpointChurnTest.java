package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithApiServer
class EndpointChurnTest {
  private static final int CHANGES = 1_000;

  private final AtomicLong ids = new AtomicLong();
  private final Gateway gateway;

  EndpointChurnTest(ApiServer api) {
    gateway = new Gateway(api, "churn");
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void aThousandChangesUnderLoadFailNoRequestAndRepeatNone() {
    gateway.backend("shop");
    List<Backend> replicas =
        List.of(gateway.backend("shop-a"), gateway.backend("shop-b"), gateway.backend("shop-c"));
    gateway.endpoints("shop", replicas.getFirst());
    gateway.route("shop", "/", "shop");
    gateway.awaitProgrammed("shop");

    try (var load = new Load(this::ask, "200 shop")) {
      for (int i = 0; i < CHANGES; i++) {
        gateway.endpoints("shop", replicas.get(i % replicas.size()));
      }
      gateway.endpoints("shop", replicas.get(1));
      gateway.awaitAnswer("/", "200 shop-b");
      load.awaitMore(100);
      load.assertClean();
      assertTrue(load.asked() > CHANGES, load.asked() + " requests");
    }

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
}
