package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithApiServer
class EndpointChurnTest {
  private static final int CHANGES = 1_000;

  private final Gateway gateway;

  EndpointChurnTest(ApiServer api) {
    gateway = new Gateway(api, "churn");
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void aThousandChangesUnderLoadFailNoRequest() {
    gateway.backend("shop");
    List<Backend> replicas =
        List.of(gateway.backend("shop-a"), gateway.backend("shop-b"), gateway.backend("shop-c"));
    gateway.endpoints("shop", replicas.getFirst());
    gateway.route("shop", "/", "shop");
    gateway.awaitProgrammed("shop");

    try (var load = new Load(() -> gateway.get("/").substring(0, 8), "200 shop")) {
      for (int i = 0; i < CHANGES; i++) {
        gateway.endpoints("shop", replicas.get(i % replicas.size()));
      }
      gateway.endpoints("shop", replicas.get(1));
      gateway.awaitAnswer("/", "200 shop-b");
      load.awaitMore(100);
      load.assertClean();
      assertTrue(load.asked() > CHANGES, load.asked() + " requests");
    }
  }
}
