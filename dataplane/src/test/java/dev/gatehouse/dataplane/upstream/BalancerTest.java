package dev.gatehouse.dataplane.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.LoadBalancer.HashOn;
import dev.gatehouse.snapshot.ResourceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BalancerTest {
  private static final ResourceId ID = ResourceId.upstream("shop", "orders", 80);

  private final Upstreams upstreams = new Upstreams();
  private final Balancer balancer = new Balancer(new Random(7));

  @Test
  void roundRobinTakesEachInTurn() {
    Upstream upstream = withEndpoints(5);
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      counts.merge(choose(new LoadBalancer.RoundRobin(), upstream, "x"), 1, Integer::sum);
    }
    assertEquals(5, counts.size());
    counts.values().forEach(count -> assertEquals(200, count));
  }

  @Test
  void leastRequestSpareTheSlowEndpoint() {
    // One of five endpoints takes ten times as long: requests end in the order of their time.
    Upstream upstream = withEndpoints(5);
    Endpoint slow = upstream.endpoints().getFirst();
    Map<Endpoint, Integer> counts = new HashMap<>();
    List<Deque<Endpoint>> endings = new ArrayList<>();
    for (int i = 0; i < 10_100; i++) {
      endings.add(new ArrayDeque<>());
    }
    for (int now = 0; now < 10_000; now++) {
      endings.get(now).forEach(Endpoint::ended);
      Endpoint chosen = choose(new LoadBalancer.LeastRequest(), upstream, "x");
      chosen.began();
      counts.merge(chosen, 1, Integer::sum);
      endings.get(now + (chosen == slow ? 100 : 10)).add(chosen);
    }
    int share = counts.getOrDefault(slow, 0);
    assertTrue(share < 700, "a slow endpoint should get far less than its 2,000: " + share);
  }

  @Test
  void onlyTheKeysOfAnEndpointThatGoesMove() {
    Upstream upstream = withEndpoints(10);
    List<Endpoint> before = upstream.endpoints();
    Endpoint gone = before.get(3);
    List<Endpoint> after = new ArrayList<>(before);
    after.remove(gone);
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Endpoint owner = Balancer.owner("key-" + i, before);
      Endpoint next = Balancer.owner("key-" + i, after);
      counts.merge(owner, 1, Integer::sum);
      assertEquals(owner == gone, owner != next, "key-" + i);
    }
    counts.values().forEach(count -> assertTrue(count > 1800 && count < 2200, "uneven: " + counts));
  }

  @Test
  void equalKeysMeetTheSameEndpointWhateverTheOrder() {
    Upstream upstream = withEndpoints(10);
    List<Endpoint> shuffled = new ArrayList<>(upstream.endpoints());
    Collections.shuffle(shuffled, new Random(1));
    var policy = new LoadBalancer.ConsistentHash(new HashOn.Header("x-user"));
    Endpoint first = choose(policy, upstream, "anna");
    for (int i = 0; i < 100; i++) {
      assertEquals(first, choose(policy, upstream, "anna"));
    }
    assertEquals(first, Balancer.owner("anna", shuffled));
  }

  @Test
  void anEndpointThatComesBackWhileRequestsRunIsTheSame() {
    Upstream upstream = withEndpoints(2);
    Endpoint flapping = upstream.endpoints().getFirst();
    flapping.began();

    upstreams.endpoints(ID, List.of());
    assertTrue(flapping.removed());
    assertEquals(List.of(), upstream.endpoints());
    withEndpoints(2);

    assertEquals(flapping, upstream.endpoints().getFirst());
    assertEquals(1, flapping.inFlight());
  }

  private Upstream withEndpoints(int count) {
    upstreams.endpoints(
        ID,
        IntStream.range(0, count)
            .mapToObj(i -> new EndpointSet.Endpoint("10.0.0." + i, 80))
            .toList());
    return upstreams.get(ID);
  }

  private Endpoint choose(LoadBalancer policy, Upstream upstream, String user) {
    var head = new RequestHead("GET", "http", "a", "/", null, new Headers().add("x-user", user));
    var exchange =
        new Exchange(
            head,
            new Exchange.Client("1.2.3.4", "1.2.3.4", 1, "http"),
            new Exchange.Trace("0", "0", "00", "id"),
            0);
    Endpoint chosen = balancer.choose(policy, upstream, upstream.endpoints(), exchange);
    assertNotNull(chosen);
    return chosen;
  }
}
