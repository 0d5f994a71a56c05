package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.translate.Judgement.Served;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.SnapshotHash;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;

/** A fleet while one translation changes it. */
final class FleetDraft {
  private final FleetState before;
  private final Set<ResourceId> touched = new HashSet<>();
  private final Set<Target> unsettled = new HashSet<>();
  private final Set<ObjectKey> shadowsToReview = new HashSet<>();
  private PMap<ResourceId, Encoded> resources;
  private SnapshotHash hash;
  private PMap<Target, Integer> uses;
  private HostIndex hosts;

  FleetDraft(FleetState before) {
    this.before = before;
    this.resources = before.content().resources();
    this.hash = before.content().hash();
    this.uses = before.uses();
    this.hosts = before.hosts();
  }

  /** Puts {@code after} in the place of {@code before}; null where the route is not served here. */
  void replace(@Nullable Judgement before, @Nullable Judgement after) {
    Map<ResourceId, Served> old = byId(before);
    Map<ResourceId, Served> now = byId(after);
    old.forEach(
        (id, served) -> {
          if (!served.equals(now.get(id))) {
            unindex(served.rule());
          }
          if (!now.containsKey(id)) {
            remove(id);
          }
        });
    now.forEach(
        (id, served) -> {
          if (!served.equals(old.get(id))) {
            index(served.rule());
            put(served.encoded());
          }
        });
    if (before != null) {
      before.upstreams().forEach(target -> use(target, -1));
    }
    if (after != null) {
      after.upstreams().forEach(target -> use(target, 1));
    }
  }

  /** Looks at a Service's ports again. */
  void refresh(Set<Target> targets) {
    targets.stream().filter(uses::containsKey).forEach(unsettled::add);
  }

  /** Brings upstreams and endpoints in line with what is used. */
  void settle(Endpoints endpoints) {
    for (Target target : unsettled) {
      if (uses.containsKey(target)) {
        put(ResourceCodec.encode(target.upstream(endpoints.protocol(target))));
        put(ResourceCodec.encode(endpoints.of(target)));
      } else {
        remove(target.upstreamId());
        remove(target.endpointsId());
      }
    }
    unsettled.clear();
  }

  /** The routes for which another rule may have come to be, or ceased to be, in front of theirs. */
  Set<ObjectKey> shadowsToReview() {
    return shadowsToReview;
  }

  List<Shadow> shadowsOf(Judgement judgement) {
    return Shadows.of(hosts, judgement);
  }

  /** Takes back what was done since {@link #finish} returned this. */
  void reset(FleetState mark) {
    resources = mark.content().resources();
    hash = mark.content().hash();
    uses = mark.uses();
    hosts = mark.hosts();
  }

  FleetState finish() {
    return new FleetState(new FleetContent(resources, hash), uses, hosts);
  }

  Delta delta() {
    var upserted = new HashMap<ResourceId, Encoded>();
    var removed = new HashSet<ResourceId>();
    for (ResourceId id : touched) {
      Encoded old = before.content().resources().get(id);
      Encoded now = resources.get(id);
      if (now == null) {
        if (old != null) {
          removed.add(id);
        }
      } else if (!now.equals(old)) {
        upserted.put(id, now);
      }
    }
    return new Delta(upserted, removed);
  }

  private static Map<ResourceId, Served> byId(@Nullable Judgement judgement) {
    var byId = new HashMap<ResourceId, Served>();
    if (judgement != null) {
      judgement.rules().forEach(served -> byId.put(served.rule().id(), served));
    }
    return byId;
  }

  private void index(RouteRule rule) {
    hosts = hosts.plus(rule);
    shadowsToReview.addAll(hosts.shadowedBy(rule));
  }

  private void unindex(RouteRule rule) {
    hosts = hosts.minus(rule);
    shadowsToReview.addAll(hosts.shadowedBy(rule));
  }

  private void use(Target target, int change) {
    Integer found = uses.get(target);
    int count = (found == null ? 0 : found) + change;
    uses = count == 0 ? uses.minus(target) : uses.plus(target, count);
    if (count == 0 || (found == null && change > 0)) {
      unsettled.add(target);
    }
  }

  private void put(Encoded resource) {
    Encoded old = resources.get(resource.id());
    if (!resource.equals(old)) {
      hash = (old == null ? hash : hash.minus(old)).plus(resource);
      resources = resources.plus(resource.id(), resource);
      touched.add(resource.id());
    }
  }

  private void remove(ResourceId id) {
    Encoded old = resources.get(id);
    if (old != null) {
      hash = hash.minus(old);
      resources = resources.minus(id);
      touched.add(id);
    }
  }
}
