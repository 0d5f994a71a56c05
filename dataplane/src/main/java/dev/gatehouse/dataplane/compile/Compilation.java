package dev.gatehouse.dataplane.compile;

import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.Upstream;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * A snapshot, compiled. Immutable, and shares with the one before whatever did not change.
 *
 * @param table the same instance as before if no rule changed
 * @param rules all that are served, those that only refuse included
 * @param upstreams that can be used
 * @param endpoints that can be used
 * @param rejections one for each resource that can't be used as it is
 * @param users the rules that name an upstream, usable or not
 * @param changed the upstreams and endpoint sets that came, went or changed with this compilation
 */
public record Compilation(
    RouteTable table,
    PMap<ResourceId, CompiledRule> rules,
    PMap<ResourceId, Upstream> upstreams,
    PMap<ResourceId, EndpointSet> endpoints,
    PMap<ResourceId, Ack.Rejection> rejections,
    PMap<ResourceId, PSet<ResourceId>> users,
    Set<ResourceId> changed) {
  public static final Compilation EMPTY =
      new Compilation(
          RouteTable.EMPTY,
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          Set.of());

  public Compilation {
    changed = Set.copyOf(changed);
  }

  /** For the acknowledgement, by id. */
  public List<Ack.Rejection> rejected() {
    return rejections.values().stream().sorted(Comparator.comparing(Ack.Rejection::id)).toList();
  }
}
