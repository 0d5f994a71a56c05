package dev.gatehouse.operator.input;

import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What came, changed or went since some moment. No key is in both parts. */
public record Changes(Map<ObjectKey, ClusterObject> upserted, Set<ObjectKey> removed) {
  public static final Changes NONE = new Changes(Map.of(), Set.of());

  public Changes {
    upserted = Map.copyOf(upserted);
    removed = Set.copyOf(removed);
  }

  /** What turns one set of objects into another. */
  public static Changes between(
      Map<ObjectKey, ClusterObject> before, Map<ObjectKey, ClusterObject> after) {
    var upserted = new HashMap<>(after);
    before.forEach((key, object) -> upserted.remove(key, object));
    var removed = new HashSet<>(before.keySet());
    removed.removeAll(after.keySet());
    return new Changes(upserted, removed);
  }

  public boolean isEmpty() {
    return upserted.isEmpty() && removed.isEmpty();
  }

  public Set<ObjectKey> keys() {
    var keys = new HashSet<>(upserted.keySet());
    keys.addAll(removed);
    return keys;
  }

  /** Those of these objects. */
  public Changes only(Set<ObjectKey> keys) {
    var some = new HashMap<>(upserted);
    some.keySet().retainAll(keys);
    var gone = new HashSet<>(removed);
    gone.retainAll(keys);
    return new Changes(some, gone);
  }

  public ClusterView appliedTo(ClusterView view) {
    ClusterView after = view;
    for (ObjectKey key : removed) {
      after = after.without(key);
    }
    for (ClusterObject object : upserted.values()) {
      after = after.with(object);
    }
    return after;
  }
}
