package dev.gatehouse.snapshot;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What turns one set of resources into another. No id is in both parts. */
public record Delta(Map<ResourceId, Encoded> upserted, Set<ResourceId> removed) {
  public static final Delta NONE = new Delta(Map.of(), Set.of());

  public Delta {
    upserted = Map.copyOf(upserted);
    removed = Set.copyOf(removed);
    for (ResourceId id : removed) {
      if (upserted.containsKey(id)) {
        throw new IllegalArgumentException(id + " is both upserted and removed");
      }
    }
  }

  public static Delta between(Map<ResourceId, Encoded> from, Map<ResourceId, Encoded> to) {
    var upserted = new HashMap<ResourceId, Encoded>();
    to.forEach(
        (id, resource) -> {
          if (!Objects.equals(resource, from.get(id))) {
            upserted.put(id, resource);
          }
        });
    var removed = new HashSet<>(from.keySet());
    removed.removeAll(to.keySet());
    return new Delta(upserted, removed);
  }

  public boolean isEmpty() {
    return upserted.isEmpty() && removed.isEmpty();
  }

  /** This one and then {@code next}, as one. */
  public Delta then(Delta next) {
    var upsertedByBoth = new HashMap<>(upserted);
    upsertedByBoth.keySet().removeAll(next.removed);
    upsertedByBoth.putAll(next.upserted);
    var removedByBoth = new HashSet<>(removed);
    removedByBoth.removeAll(next.upserted.keySet());
    removedByBoth.addAll(next.removed);
    return new Delta(upsertedByBoth, removedByBoth);
  }

  /** A new map that holds {@code base} with this applied. */
  public Map<ResourceId, Encoded> appliedTo(Map<ResourceId, Encoded> base) {
    var result = new HashMap<>(base);
    result.keySet().removeAll(removed);
    result.putAll(upserted);
    return result;
  }

  /** The hash of what {@code base} becomes, given the hash of {@code base}. */
  public SnapshotHash hashAfter(SnapshotHash hash, Map<ResourceId, Encoded> base) {
    SnapshotHash after = hash;
    for (Encoded resource : upserted.values()) {
      after = replaced(after, base.get(resource.id())).plus(resource);
    }
    for (ResourceId id : removed) {
      after = replaced(after, base.get(id));
    }
    return after;
  }

  private static SnapshotHash replaced(SnapshotHash hash, @Nullable Encoded old) {
    return old == null ? hash : hash.minus(old);
  }
}
