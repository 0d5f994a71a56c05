package dev.gatehouse.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Resources of every kind and form. */
final class Samples {
  private Samples() {}

  static RouteRule rule(String name, String path) {
    return new RouteRule(
        ResourceId.route("gatewayroute", "shop", "orders", name),
        List.of(),
        new Origin("GatewayRoute", "shop", "orders", name, 0, 1_700_000_000),
        List.of("api.shop.example", "*.shop.example"),
        List.of(match(new PathMatch.Exact(path))),
        List.of(),
        List.of(new Backend.To(ResourceId.upstream("shop", "orders-v1", 8080), 1)),
        new LoadBalancer.RoundRobin(),
        Timeouts.NONE);
  }

  static RequestMatch match(PathMatch path) {
    return new RequestMatch(path, null, List.of(), List.of(), List.of());
  }

  /** One of every form that the wire knows. */
  static List<Resource> all() {
    return List.of(
        new RouteRule(
            ResourceId.route("gatewayroute", "shop", "orders", "everything"),
            List.of(),
            new Origin("GatewayRoute", "shop", "orders", "everything", 3, 1_700_000_000),
            List.of("api.shop.example", "*.shop.example", "*"),
            List.of(
                new RequestMatch(
                    new PathMatch.Exact("/a"),
                    "GET",
                    List.of(new ValueMatch.Exact("x-beta", "1")),
                    List.of(new ValueMatch.Regex("q", "[a-z]+")),
                    List.of(new ValueMatch.Exact("session", "s"))),
                match(new PathMatch.Prefix("/b")),
                match(new PathMatch.Template("/c/{id}")),
                match(new PathMatch.Regex("/d/[0-9]+"))),
            List.of(
                new Filter.UrlRewrite("new.example", new Filter.PathModifier.Prefix("/")),
                new Filter.UrlRewrite(null, new Filter.PathModifier.Full("/${path.id}")),
                new Filter.RequestHeaders(
                    new Filter.HeaderEdits(
                        List.of(new Filter.Header("x-trace-id", "${trace.id}")),
                        List.of(new Filter.Header("x-added", "1")),
                        List.of("x-debug"))),
                new Filter.ResponseHeaders(
                    new Filter.HeaderEdits(List.of(), List.of(), List.of("server"))),
                new Filter.RequestRedirect("https", "b.example", 8443, null, 308),
                new Filter.DirectResponse(503, "text/plain", "closed")),
            List.of(
                new Backend.To(ResourceId.upstream("shop", "orders-v1", 8080), 80),
                new Backend.Unresolved("shop/gone:80", "BackendNotFound", 20)),
            new LoadBalancer.ConsistentHash(new LoadBalancer.HashOn.Header("x-user")),
            new Timeouts(10_000, 3_000)),
        new Upstream(
            ResourceId.upstream("shop", "orders-v1", 8080),
            List.of(),
            "shop/orders-v1:8080",
            Upstream.Protocol.HTTP1,
            ResourceId.endpoints("shop", "orders-v1", 8080)),
        new EndpointSet(
            ResourceId.endpoints("shop", "orders-v1", 8080),
            List.of(),
            List.of(
                new EndpointSet.Endpoint("10.0.0.2", 8080),
                new EndpointSet.Endpoint("10.0.0.1", 8080),
                new EndpointSet.Endpoint("fd00::1", 8080))));
  }

  /** Some of {@code ids} rules, each with one of a few contents. */
  static Map<ResourceId, Encoded> some(Random random, int ids) {
    var result = new HashMap<ResourceId, Encoded>();
    for (int i = 0; i < ids; i++) {
      if (random.nextBoolean()) {
        Encoded rule = ResourceCodec.encode(rule("rule-" + i, "/" + random.nextInt(3)));
        result.put(rule.id(), rule);
      }
    }
    return result;
  }

  static List<Encoded> encoded(List<Resource> resources) {
    var result = new ArrayList<Encoded>();
    resources.forEach(resource -> result.add(ResourceCodec.encode(resource)));
    return result;
  }
}
