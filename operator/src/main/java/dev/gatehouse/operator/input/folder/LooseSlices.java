package dev.gatehouse.operator.input.folder;

import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.SliceObject;
import dev.gatehouse.operator.view.ClusterObject.SlicePort;
import dev.gatehouse.operator.view.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** EndpointSlices by which no request ever goes, as a slip of the pen makes them. */
final class LooseSlices {
  private LooseSlices() {}

  /** A warning for each, with its place. */
  static List<Problem> in(Map<ObjectKey, Placed> objects) {
    var warnings = new ArrayList<Problem>();
    for (Placed placed : objects.values()) {
      if (placed.object() instanceof SliceObject slice) {
        String why = why(slice, objects);
        if (why != null) {
          warnings.add(placed.problem("", "no request goes by this EndpointSlice: " + why));
        }
      }
    }
    return warnings;
  }

  private static @Nullable String why(SliceObject slice, Map<ObjectKey, Placed> objects) {
    ObjectKey key = new ObjectKey("Service", slice.key().namespace(), slice.service());
    String name = "Service " + key.namespace() + "/" + key.name();
    Placed placed = objects.get(key);
    ClusterObject found = placed == null ? null : placed.object();
    if (!(found instanceof ServiceObject service)) {
      return "there is no " + name;
    }
    Set<String> wanted = new TreeSet<>();
    service.ports().forEach(port -> wanted.add(port.name()));
    Set<String> offered = new TreeSet<>();
    slice.ports().stream().filter(SlicePort::isValid).forEach(port -> offered.add(port.name()));
    if (offered.isEmpty()) {
      return "it has no port of TCP from 1 to " + SlicePort.MAX;
    }
    return offered.stream().anyMatch(wanted::contains)
        ? null
        : "ports go by name, and it has "
            + names(offered)
            + ", where "
            + name
            + " has "
            + names(wanted);
  }

  private static String names(Set<String> ports) {
    return ports.isEmpty()
        ? "none"
        : ports.stream()
            .map(port -> port.isEmpty() ? "one without a name" : port)
            .collect(Collectors.joining(", "));
  }
}
