package dev.gatehouse.dataplane.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.route.Explanation;
import dev.gatehouse.dataplane.route.RandomRoutes;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.Upstream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompilerTest {
  private final Compiler compiler = new Compiler(Set.of());

  private static Encoded upstream(int number) {
    String service = "s" + number;
    return ResourceCodec.encode(
        new Upstream(
            ResourceId.upstream("shop", service, 80),
            List.of(),
            "shop/" + service + ":80",
            Upstream.Protocol.HTTP1,
            ResourceId.endpoints("shop", service, 80)));
  }

  private static Encoded endpoints(int number, int size) {
    var addresses = new ArrayList<EndpointSet.Endpoint>();
    for (int i = 0; i < size; i++) {
      addresses.add(new EndpointSet.Endpoint("10.0.0." + i, 80));
    }
    return ResourceCodec.encode(
        new EndpointSet(ResourceId.endpoints("shop", "s" + number, 80), List.of(), addresses));
  }

  /** A rule, sometimes one that can't be read or served. */
  private static Encoded rule(RandomRoutes routes, Random random, int number) {
    RouteRule rule = routes.rule(number);
    byte[] bytes = ResourceCodec.encode(rule).bytes();
    String text = new String(bytes, StandardCharsets.UTF_8);
    String changed =
        switch (random.nextInt(8)) {
          case 0 -> text.replace("\"requires\":[]", "\"requires\":[\"auth.jwt/9\"]");
          case 1 -> text.replace("\"requires\":[]", "\"requires\":[],\"unknown\":1");
          case 2 -> text.replace("\"path\":{\"type\":\"", "\"path\":{\"type\":\"New");
          case 3 -> text.replace("/a.*", "/a(");
          default -> text;
        };
    return new Encoded(rule.id(), changed.getBytes(StandardCharsets.UTF_8));
  }

  private static Delta edit(
      RandomRoutes routes, Random random, Map<ResourceId, Encoded> resources) {
    var upserted = new HashMap<ResourceId, Encoded>();
    var removed = new HashSet<ResourceId>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      Encoded resource =
          switch (random.nextInt(4)) {
            case 0 -> upstream(random.nextInt(5));
            case 1 -> endpoints(random.nextInt(5), random.nextInt(4));
            default -> rule(routes, random, random.nextInt(40));
          };
      if (random.nextInt(3) == 0 && resources.containsKey(resource.id())) {
        upserted.remove(resource.id());
        removed.add(resource.id());
      } else {
        removed.remove(resource.id());
        upserted.put(resource.id(), resource);
      }
    }
    return new Delta(upserted, removed);
  }

  private static String explained(Explanation explanation) {
    var text = new StringBuilder(explanation.claimed() + "\n");
    for (Explanation.Considered considered : explanation.considered()) {
      text.append(considered.rule().definition())
          .append(considered.rule().fixedAnswer())
          .append(considered.rule().backends().shares())
          .append(considered.match())
          .append(considered.verdict())
          .append('\n');
    }
    return text.toString();
  }

  @Test
  void anyEditsEqualAFreshCompilation() {
    for (int round = 0; round < 60; round++) {
      var routes = new RandomRoutes(round);
      var random = new Random(round);
      Map<ResourceId, Encoded> resources = Map.of();
      Compilation edited = Compilation.EMPTY;
      for (int step = 0; step < 40; step++) {
        Delta delta = edit(routes, random, resources);
        resources = delta.appliedTo(resources);
        edited = compiler.compile(resources, delta, edited);
      }
      Compilation fresh = compiler.compile(resources);

      assertEquals(fresh.rejected(), edited.rejected());
      assertEquals(fresh.upstreams(), edited.upstreams());
      assertEquals(fresh.endpoints(), edited.endpoints());
      assertEquals(fresh.users(), edited.users());
      assertEquals(fresh.rules().keySet(), edited.rules().keySet());
      for (int i = 0; i < 50; i++) {
        RequestHead head = routes.request();
        assertEquals(
            explained(fresh.table().explain(head)), explained(edited.table().explain(head)));
      }
    }
  }

  @Test
  void whatCanNoLongerBeReadServesOnAsItWas() {
    var routes = new RandomRoutes(1);
    Encoded rule = ResourceCodec.encode(routes.rule(1));
    Encoded cut = new Encoded(rule.id(), Arrays.copyOf(rule.bytes(), rule.bytes().length / 2));
    Map<ResourceId, Encoded> resources = Map.of(rule.id(), rule);
    Compilation before = compiler.compile(resources);
    var delta = new Delta(Map.of(cut.id(), cut), Set.of());

    Compilation after = compiler.compile(delta.appliedTo(resources), delta, before);

    assertEquals(
        List.of("INVALID_RESOURCE"), after.rejected().stream().map(Ack.Rejection::reason).toList());
    for (int i = 0; i < 200; i++) {
      RequestHead head = routes.request();
      assertEquals(explained(before.table().explain(head)), explained(after.table().explain(head)));
    }
    var gone = new Delta(Map.of(), Set.of(cut.id()));
    assertEquals(
        Set.of(), compiler.compile(Map.of(), gone, after).rules().keySet(), "removed is removed");
  }

  @Test
  void endpointsAloneLeaveTheTableAsItIs() {
    var routes = new RandomRoutes(1);
    Map<ResourceId, Encoded> resources = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      resources.put(upstream(i).id(), upstream(i));
      resources.put(endpoints(i, 1).id(), endpoints(i, 1));
      Encoded rule = ResourceCodec.encode(routes.rule(i));
      resources.put(rule.id(), rule);
    }
    Compilation before = compiler.compile(resources);
    Encoded more = endpoints(2, 3);
    var delta = new Delta(Map.of(more.id(), more), Set.of());

    Compilation after = compiler.compile(delta.appliedTo(resources), delta, before);

    assertSame(before.table(), after.table());
    assertEquals(Set.of(more.id()), after.changed());
    EndpointSet set = after.endpoints().get(more.id());
    assertEquals(3, set == null ? 0 : set.endpoints().size());
  }

  @Test
  void whatDoesNotChangeIsNotCompiledAgain() {
    var routes = new RandomRoutes(1);
    Map<ResourceId, Encoded> resources = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      Encoded rule = ResourceCodec.encode(routes.rule(i));
      resources.put(rule.id(), rule);
    }
    Compilation before = compiler.compile(resources);
    Encoded changed = ResourceCodec.encode(new RandomRoutes(99).rule(7));
    var delta = new Delta(Map.of(changed.id(), changed), Set.of());

    Compilation after = compiler.compile(delta.appliedTo(resources), delta, before);

    before
        .rules()
        .forEach(
            (id, rule) -> {
              if (id.equals(changed.id())) {
                assertNotSame(rule, after.rules().get(id));
              } else {
                assertSame(rule, after.rules().get(id));
              }
            });
  }
}
