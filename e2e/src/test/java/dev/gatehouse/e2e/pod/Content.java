package dev.gatehouse.e2e.pod;

import dev.gatehouse.snapshot.Backend;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.Resource;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import dev.gatehouse.snapshot.Timeouts;
import dev.gatehouse.snapshot.Upstream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a pod should serve, and the pushes that say so. */
record Content(long epoch, long sequence, Map<ResourceId, Encoded> resources) {
  static final Content NONE = new Content(1, 0, Map.of());

  Content {
    resources = Map.copyOf(resources);
  }

  /** With a path whose answer is this text, as the next version. */
  Content saying(String path, String text) {
    return with(rule(path, List.of(new Filter.DirectResponse(200, "text/plain", text)), List.of()));
  }

  /** With a path that leads to a port of loopback, as the next version. */
  Content forwarding(String path, int port) {
    ResourceId upstream = ResourceId.upstream("shop", "backend", port);
    ResourceId endpoints = ResourceId.endpoints("shop", "backend", port);
    return with(
        rule(path, List.of(), List.of(new Backend.To(upstream, 1))),
        new Upstream(
            upstream, List.of(), "shop/backend:" + port, Upstream.Protocol.HTTP1, endpoints),
        new EndpointSet(
            endpoints, List.of(), List.of(new EndpointSet.Endpoint("127.0.0.1", port))));
  }

  /** The same, of another version. */
  Content at(long otherEpoch, long otherSequence) {
    return new Content(otherEpoch, otherSequence, resources);
  }

  SnapshotVersion version() {
    return new SnapshotVersion(epoch, sequence, hash());
  }

  Push whole() {
    return new Push("default", version(), null, Delta.between(Map.of(), resources));
  }

  Push since(Content before) {
    return new Push(
        "default", version(), before.hash(), Delta.between(before.resources, resources));
  }

  private String hash() {
    return SnapshotHash.of(resources.values()).hex();
  }

  private Content with(Resource... changed) {
    Map<ResourceId, Encoded> next = new HashMap<>(resources);
    for (Resource resource : changed) {
      next.put(resource.id(), ResourceCodec.encode(resource));
    }
    return new Content(epoch, sequence + 1, next);
  }

  private static RouteRule rule(String path, List<Filter> filters, List<Backend> backends) {
    String name = path.substring(1);
    return new RouteRule(
        ResourceId.route("gatewayroute", "shop", name, "rule"),
        List.of(),
        new Origin("GatewayRoute", "shop", name, "rule", 0, 0),
        List.of("*"),
        List.of(new RequestMatch(new PathMatch.Exact(path), null, List.of(), List.of(), List.of())),
        filters,
        backends,
        new LoadBalancer.RoundRobin(),
        Timeouts.NONE);
  }
}
