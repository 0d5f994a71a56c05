package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.GrantObject;
import dev.gatehouse.operator.view.ClusterObject.NamespaceObject;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.SliceObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.ResourceId;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has to be looked at again after a change. */
final class Dirty {
  private final ClusterView before;
  private final ClusterView now;
  private final Memo.State state;
  private final Set<ObjectKey> routes = new HashSet<>();
  private final Set<Target> targets = new HashSet<>();

  private Dirty(Memo memo, ClusterView now) {
    this.before = memo.view();
    this.now = now;
    this.state = memo.state();
  }

  static Dirty between(Memo memo, ClusterView now, Set<ObjectKey> changed) {
    var dirty = new Dirty(memo, now);
    if (memo.isUseless(now.settings())) {
      dirty.everything();
    } else {
      for (ObjectKey key : changed) {
        dirty.note(key, dirty.before.get(key));
        dirty.note(key, now.get(key));
      }
      dirty.noteRefusals();
      dirty.noteLastGood();
      dirty.noteDoubted();
    }
    return dirty;
  }

  /** The routes to judge again, those that are gone among them. */
  Set<ObjectKey> routes() {
    return routes;
  }

  /** The ports whose endpoints may have changed. */
  Set<Target> targets() {
    return targets;
  }

  private void everything() {
    routes.addAll(state.judgements().keySet());
    targets.addAll(state.dependents().targets().sets().keySet());
    now.objects()
        .forEach(
            (key, object) -> {
              if (object instanceof RouteObject) {
                routes.add(key);
              }
            });
  }

  private void note(ObjectKey key, @Nullable ClusterObject object) {
    Dependents dependents = state.dependents();
    switch (object) {
      case null -> {}
      case RouteObject _ -> routes.add(key);
      case ServiceObject _ -> {
        for (Target target : noteTargets(key)) {
          if (!Objects.equals(Services.problem(before, target), Services.problem(now, target))
              || now.refused().containsKey(target.upstreamId())) {
            routes.addAll(dependents.targets().get(target));
          }
        }
      }
      case SliceObject slice -> {
        ObjectKey service = ObjectKey.service(slice.key().namespace(), slice.service());
        boolean told = !RefusedAddresses.in(slice, now.settings()).isEmpty();
        for (Target target : noteTargets(service)) {
          if (told) {
            routes.addAll(dependents.targets().get(target));
          }
        }
      }
      case GrantObject _ -> routes.addAll(dependents.grants().get(key.namespace()));
      case NamespaceObject _ -> {
        var allowed = AllowedHostnames.of(now, key.name());
        if (!allowed.equals(AllowedHostnames.of(before, key.name()))) {
          routes.addAll(dependents.namespaces().get(key.name()));
        }
      }
    }
  }

  private Set<Target> noteTargets(ObjectKey service) {
    var ofService = new HashSet<Target>();
    for (int port : state.dependents().ports().get(service)) {
      ofService.add(new Target(service, port));
    }
    targets.addAll(ofService);
    return ofService;
  }

  /** Few at any time, so that comparing them all costs little. */
  private void noteRefusals() {
    var ids = new HashSet<ResourceId>(before.refused().keySet());
    ids.addAll(now.refused().keySet());
    ids.removeIf(id -> Objects.equals(before.refused().get(id), now.refused().get(id)));
    if (ids.isEmpty()) {
      return;
    }
    ids.forEach(id -> routes.addAll(state.dependents().forms().get(id)));
    state
        .dependents()
        .targets()
        .sets()
        .forEach(
            (target, leadingThere) -> {
              if (ids.contains(target.upstreamId())) {
                routes.addAll(leadingThere);
              }
            });
  }

  /** All at once, when the last of them end. */
  private void noteDoubted() {
    if (!before.doubted().equals(now.doubted())) {
      routes.addAll(before.doubted().keySet());
      routes.addAll(now.doubted().keySet());
    }
  }

  /** Only routes in trouble look at it. */
  private void noteLastGood() {
    for (ObjectKey route : state.troubled()) {
      if (!Objects.equals(before.lastGood().get(route), now.lastGood().get(route))) {
        routes.add(route);
      }
    }
  }
}
