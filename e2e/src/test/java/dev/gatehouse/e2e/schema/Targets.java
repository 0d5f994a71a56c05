package dev.gatehouse.e2e.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The Services that a route refers to, and the grants that it needs for them. */
final class Targets {
  private Targets() {}

  static String of(JsonNode route) {
    String home = route.path("metadata").path("namespace").asText("default");
    Map<String, Set<Integer>> ports = new TreeMap<>();
    for (JsonNode rule : route.path("spec").path("rules")) {
      for (JsonNode ref : rule.path("backendRefs")) {
        ports
            .computeIfAbsent(
                ref.path("namespace").asText(home) + "/" + ref.path("name").asText(),
                _ -> new TreeSet<>())
            .add(ref.path("port").asInt());
      }
    }
    var yaml = new StringBuilder();
    ports.forEach((name, numbers) -> yaml.append(service(name, numbers)));
    ports.keySet().stream()
        .map(name -> name.substring(0, name.indexOf('/')))
        .filter(namespace -> !namespace.equals(home))
        .distinct()
        .forEach(namespace -> yaml.append(grant(namespace, home)));
    return yaml.toString();
  }

  private static String service(String name, Set<Integer> ports) {
    var list = new StringBuilder();
    ports.forEach(port -> list.append("{name: p%d, port: %d},".formatted(port, port)));
    int slash = name.indexOf('/');
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: "%s", namespace: "%s"}
    spec: {ports: [%s]}
    """
        .formatted(name.substring(slash + 1), name.substring(0, slash), list);
  }

  private static String grant(String namespace, String home) {
    return """
    ---
    apiVersion: gateway.networking.k8s.io/v1beta1
    kind: ReferenceGrant
    metadata: {name: routes, namespace: "%s"}
    spec:
      from: [{group: gatehouse.dev, kind: GatewayRoute, namespace: "%s"}]
      to: [{group: "", kind: Service}]
    """
        .formatted(namespace, home);
  }
}
