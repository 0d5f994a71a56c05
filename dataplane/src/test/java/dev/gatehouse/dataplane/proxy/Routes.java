package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.compile.Compiler;
import dev.gatehouse.dataplane.compile.Features;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.dataplane.route.RouteMatch;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.snapshot.Backend;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.Resource;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.Timeouts;
import dev.gatehouse.snapshot.Upgrade;
import dev.gatehouse.snapshot.Upstream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Route tables for tests of the proxy: one upstream takes what the filters leave. */
public final class Routes {
  public static final ResourceId UPSTREAM = ResourceId.upstream("shop", "orders", 80);

  private Routes() {}

  /** Everything on every host. */
  public static RouteTable all(LoadBalancer balancer, Timeouts timeouts, Filter... filters) {
    return table(everything(balancer, timeouts, filters));
  }

  private static RouteRule everything(LoadBalancer balancer, Timeouts timeouts, Filter... filters) {
    return new RouteRule(
        ResourceId.route("gatewayroute", "shop", "orders", "all"),
        List.of(),
        new Origin("GatewayRoute", "shop", "orders", "all", 0, 1),
        List.of("*"),
        List.of(new RequestMatch(new PathMatch.Prefix("/"), null, List.of(), List.of(), List.of())),
        List.of(filters),
        List.of(new Backend.To(UPSTREAM, 1)),
        balancer,
        timeouts);
  }

  /** The same, and clients may ask for a WebSocket. */
  public static RouteTable webSockets() {
    RouteRule rule = everything(new LoadBalancer.RoundRobin(), Timeouts.NONE);
    return table(
        new RouteRule(
            rule.id(),
            List.of(Upgrade.WEB_SOCKET.feature()),
            rule.origin(),
            rule.hostnames(),
            rule.matches(),
            rule.filters(),
            rule.backends(),
            rule.loadBalancer(),
            rule.timeouts(),
            List.of(Upgrade.WEB_SOCKET)));
  }

  public static RouteTable all() {
    return all(new LoadBalancer.RoundRobin(), Timeouts.NONE);
  }

  /** Everything on every host, by these filters. */
  public static RouteTable through(dev.gatehouse.dataplane.exchange.Filter... filters) {
    CompiledRule rule = match(all()).rule();
    var filtered =
        new CompiledRule(
            rule.definition(), rule.matches(), List.of(filters), rule.backends(), null);
    return RouteTable.EMPTY.with(List.of(), List.of(filtered), () -> {});
  }

  private static RouteMatch match(RouteTable table) {
    var head = new RequestHead("GET", "http", "a.example", "/", null, new Headers());
    return Objects.requireNonNull(table.match(head));
  }

  private static RouteTable table(RouteRule rule) {
    Map<ResourceId, Encoded> resources = new HashMap<>();
    Resource upstream =
        new Upstream(
            UPSTREAM,
            List.of(),
            "shop/orders:80",
            Upstream.Protocol.HTTP1,
            ResourceId.endpoints("shop", "orders", 80));
    resources.put(rule.id(), ResourceCodec.encode(rule));
    resources.put(upstream.id(), ResourceCodec.encode(upstream));
    return new Compiler(Features.SUPPORTED).compile(resources).table();
  }
}
