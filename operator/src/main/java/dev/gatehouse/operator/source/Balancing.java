package dev.gatehouse.operator.source;

import dev.gatehouse.crds.v1alpha1.HashOn;
import dev.gatehouse.snapshot.LoadBalancer;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How endpoints are chosen. */
final class Balancing {
  private Balancing() {}

  /** RoundRobin where nothing is said. */
  static LoadBalancer read(
      dev.gatehouse.crds.v1alpha1.@Nullable LoadBalancer balancer, Problems at) {
    if (balancer == null) {
      return new LoadBalancer.RoundRobin();
    }
    var type =
        balancer.type() == null
            ? dev.gatehouse.crds.v1alpha1.LoadBalancer.Type.RoundRobin
            : balancer.type();
    HashOn hashOn = balancer.hashOn();
    if (hashOn != null && type != dev.gatehouse.crds.v1alpha1.LoadBalancer.Type.ConsistentHash) {
      at.field("hashOn").add(type + " hashes nothing; remove it or use type ConsistentHash");
    }
    return switch (type) {
      case RoundRobin -> new LoadBalancer.RoundRobin();
      case LeastRequest -> new LoadBalancer.LeastRequest();
      case ConsistentHash -> new LoadBalancer.ConsistentHash(hash(hashOn, at.field("hashOn")));
    };
  }

  private static LoadBalancer.HashOn hash(@Nullable HashOn on, Problems at) {
    if (on == null
        || Stream.of(on.header(), on.cookie(), on.queryParam(), on.source())
                .filter(Objects::nonNull)
                .count()
            != 1) {
      at.add("ConsistentHash needs one of header, cookie, queryParam and source");
      return new LoadBalancer.HashOn.ClientIp();
    }
    if (on.header() != null) {
      return new LoadBalancer.HashOn.Header(HeaderNames.read(on.header(), at.field("header")));
    }
    if (on.cookie() != null) {
      return new LoadBalancer.HashOn.Cookie(Matches.name(on.cookie(), at.field("cookie")));
    }
    if (on.queryParam() != null) {
      return new LoadBalancer.HashOn.QueryParam(
          Matches.name(on.queryParam(), at.field("queryParam")));
    }
    return on.source() == HashOn.Source.Path
        ? new LoadBalancer.HashOn.Path()
        : new LoadBalancer.HashOn.ClientIp();
  }
}
