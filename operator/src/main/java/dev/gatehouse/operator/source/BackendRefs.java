package dev.gatehouse.operator.source;

import dev.gatehouse.crds.v1alpha1.BackendRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Services that a rule names. */
final class BackendRefs {
  private static final int MAX_WEIGHT = 1_000_000;

  private BackendRefs() {}

  /**
   * @param namespace the route's own, where a reference names none
   */
  static List<Route.BackendRef> read(
      @Nullable List<BackendRef> refs, String namespace, Problems at) {
    if (refs == null) {
      return List.of();
    }
    var read = new ArrayList<Route.BackendRef>();
    for (int i = 0; i < refs.size(); i++) {
      BackendRef ref = refs.get(i);
      Problems here = at.item(i);
      if (ref == null || ref.name() == null || ref.name().isEmpty()) {
        here.field("name").add("is missing; name a Service");
        continue;
      }
      read.add(
          new Route.BackendRef(
              ref.namespace() == null || ref.namespace().isEmpty() ? namespace : ref.namespace(),
              ref.name(),
              port(ref.port(), here.field("port")),
              weight(ref.weight(), here.field("weight"))));
    }
    return read;
  }

  private static int port(@Nullable Integer port, Problems at) {
    if (port == null) {
      at.add("is missing; say which port of the Service");
      return 0;
    }
    if (port < 1 || port > 65535) {
      at.add(port + " is no port; write one from 1 to 65535");
    }
    return port;
  }

  private static int weight(@Nullable Integer weight, Problems at) {
    int value = weight == null ? 1 : weight;
    if (value < 0 || value > MAX_WEIGHT) {
      at.add(value + " is no weight; write one from 0 to " + MAX_WEIGHT);
    }
    return value;
  }
}
