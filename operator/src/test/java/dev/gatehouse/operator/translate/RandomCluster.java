package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.GrantFrom;
import dev.gatehouse.operator.view.ClusterObject.GrantObject;
import dev.gatehouse.operator.view.ClusterObject.GrantTo;
import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ClusterObject.NamespaceObject;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterObject.SliceEndpoint;
import dev.gatehouse.operator.view.ClusterObject.SliceObject;
import dev.gatehouse.operator.view.ClusterObject.SlicePort;
import dev.gatehouse.operator.view.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Objects drawn from so few names that they meet: what refers to nothing, clashes or is wrong too.
 */
final class RandomCluster {
  private static final List<String> NAMESPACES = List.of("shop", "blog", "stock");

  private final Random random;
  private final RandomSpec specs;

  RandomCluster(long seed) {
    this.random = new Random(seed);
    this.specs = new RandomSpec(random);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  ClusterObject object() {
    return switch (below(10)) {
      case 0, 1, 2, 3, 4 -> route();
      case 5 -> service();
      case 6, 7 -> slice();
      case 8 -> grant();
      default -> namespace();
    };
  }

  LastGood lastGood() {
    return new LastGood(below(4), specs.next());
  }

  private RouteObject route() {
    return new RouteObject(
        new ObjectKey("GatewayRoute", one(NAMESPACES), "route-" + below(8)),
        below(3),
        1 + below(4),
        specs.next(),
        below(3) == 0 ? lastGood() : null);
  }

  private ServiceObject service() {
    return new ServiceObject(
        ObjectKey.service(one(NAMESPACES), one(RandomSpec.SERVICES)),
        below(6) == 0 ? "ExternalName" : "ClusterIP",
        below(4) == 0
            ? List.of(ServicePort.tcp("http", 80), new ServicePort("grpc", 81, "TCP", "grpc"))
            : List.of(ServicePort.tcp("http", 80)));
  }

  private SliceObject slice() {
    return new SliceObject(
        new ObjectKey("EndpointSlice", one(NAMESPACES), "slice-" + below(6)),
        one(RandomSpec.SERVICES),
        List.of(new SlicePort(below(5) == 0 ? "grpc" : "http", 8080 + below(2))),
        List.of(
            new SliceEndpoint(
                List.of("10.0.0." + below(5)), random.nextBoolean(), true, random.nextBoolean())));
  }

  private GrantObject grant() {
    return new GrantObject(
        new ObjectKey("ReferenceGrant", one(NAMESPACES), "grant-" + below(2)),
        List.of(new GrantFrom("gatehouse.dev", "GatewayRoute", one(NAMESPACES))),
        List.of(new GrantTo("", "Service", below(2) == 0 ? null : one(RandomSpec.SERVICES))));
  }

  private NamespaceObject namespace() {
    return new NamespaceObject(
        new ObjectKey("Namespace", "", one(NAMESPACES)),
        below(2) == 0
            ? Map.of("team", "t" + below(2))
            : Map.of(AllowedHostnames.ANNOTATION, one(RandomSpec.HOSTS)));
  }
}
