package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.compile.Compilation;
import dev.gatehouse.dataplane.compile.Compiler;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.upstream.Upstreams;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.Upstream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles what changed and puts it in the place of what was: endpoints first, so that no request
 * meets a route whose backend isn't there yet, then the table in one write, then what is gone.
 */
final class LiveSnapshot implements SnapshotStore.Activation {
  private final Compiler compiler;
  private final Upstreams upstreams;
  private final Map<ResourceId, Set<ResourceId>> usersOfEndpoints = new HashMap<>();
  private Compilation compilation = Compilation.EMPTY;
  private volatile @Nullable RouteTable table;

  LiveSnapshot(Compiler compiler, Upstreams upstreams) {
    this.compiler = compiler;
    this.upstreams = upstreams;
  }

  /** What the next request is matched against; null before the first snapshot. */
  @Nullable RouteTable table() {
    return table;
  }

  @Override
  public List<Ack.Rejection> activate(StoredSnapshot next, Delta change) {
    Compilation before = compilation;
    Compilation now = compiler.compile(next.resources(), change, before);
    var gone = new HashSet<ResourceId>();
    for (ResourceId upstream : touched(before, now)) {
      Upstream definition = now.upstreams().get(upstream);
      if (definition == null) {
        gone.add(upstream);
      } else {
        EndpointSet set = now.endpoints().get(definition.endpoints());
        upstreams.endpoints(
            upstream, definition.protocol(), set == null ? List.of() : set.endpoints());
      }
    }
    table = now.table();
    compilation = now;
    gone.forEach(upstreams::remove);
    return now.rejected();
  }

  /** The upstreams whose definition or endpoints changed. */
  private Set<ResourceId> touched(Compilation before, Compilation now) {
    var touched = new HashSet<ResourceId>();
    for (ResourceId id : now.changed()) {
      Upstream old = before.upstreams().get(id);
      Upstream changed = now.upstreams().get(id);
      if (old != null) {
        Set<ResourceId> users = users(old);
        users.remove(id);
        if (users.isEmpty()) {
          usersOfEndpoints.remove(old.endpoints());
        }
        touched.add(id);
      }
      if (changed != null) {
        users(changed).add(id);
        touched.add(id);
      }
    }
    for (ResourceId id : now.changed()) {
      touched.addAll(usersOfEndpoints.getOrDefault(id, Set.of()));
    }
    return touched;
  }

  private Set<ResourceId> users(Upstream upstream) {
    return usersOfEndpoints.computeIfAbsent(upstream.endpoints(), _ -> new HashSet<>());
  }
}
