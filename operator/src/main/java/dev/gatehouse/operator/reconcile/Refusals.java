package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.view.ClusterView.Refusal;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.ResourceId;
import java.util.Locale;
import java.util.Set;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * The forms of resources that pods could not use. One is remembered until the pods that refused it
 * are gone: that later acknowledgements don't repeat it says only that it was no longer sent.
 */
record Refusals(PMap<ResourceId, Refused> byResource) {
  private static final HashPMap<ResourceId, Refused> NOTHING = HashTreePMap.empty();
  static final Refusals NONE = new Refusals(NOTHING);

  /** What was refused, and by which pods. */
  record Refused(Refusal refusal, PSet<String> pods) {}

  Refusals acknowledged(String pod, Ack ack) {
    PMap<ResourceId, Refused> next = byResource;
    for (Ack.Rejection rejection : ack.rejected()) {
      Refused before = next.get(rejection.id());
      PSet<String> pods =
          before != null && before.refusal.hash().equals(rejection.hash())
              ? before.pods
              : HashTreePSet.empty();
      var refusal = new Refusal(rejection.hash(), rejection.reason(), rejection.message());
      next = next.plus(rejection.id(), new Refused(refusal, pods.plus(pod)));
    }
    return new Refusals(next);
  }

  /** Only these pods are still there, each the very pod that it was. */
  Refusals of(Set<String> pods) {
    PMap<ResourceId, Refused> next = byResource;
    for (var entry : byResource.entrySet()) {
      PSet<String> left = entry.getValue().pods;
      for (String pod : entry.getValue().pods) {
        left = pods.contains(pod) ? left : left.minus(pod);
      }
      next =
          left.isEmpty()
              ? next.minus(entry.getKey())
              : next.plus(entry.getKey(), new Refused(entry.getValue().refusal, left));
    }
    return new Refusals(next);
  }

  /** The route is gone; one of that name starts anew. */
  Refusals without(ObjectKey route) {
    String prefix =
        ResourceId.route(route.kind().toLowerCase(Locale.ROOT), route.namespace(), route.name(), "")
            .value();
    PMap<ResourceId, Refused> next = byResource;
    for (ResourceId id : byResource.keySet()) {
      next = id.value().startsWith(prefix) ? next.minus(id) : next;
    }
    return new Refusals(next);
  }

  PMap<ResourceId, Refusal> asSeen() {
    PMap<ResourceId, Refusal> seen = HashTreePMap.empty();
    for (var entry : byResource.entrySet()) {
      seen = seen.plus(entry.getKey(), entry.getValue().refusal);
    }
    return seen;
  }
}
