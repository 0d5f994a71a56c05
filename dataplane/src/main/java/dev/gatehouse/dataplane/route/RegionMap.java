package dev.gatehouse.dataplane.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map from strings that is asked with a part of a string, so that looking for a host, a path or
 * one segment of it makes no garbage. Immutable; open addressing, at most half full.
 */
final class RegionMap<V> {
  private final String[] keys;
  private final List<V> values;
  private final int[] slots;

  private RegionMap(String[] keys, List<V> values) {
    this.keys = keys;
    this.values = values;
    this.slots = new int[Integer.highestOneBit(Math.max(1, keys.length)) * 4];
    for (int i = 0; i < keys.length; i++) {
      int slot = slot(hash(keys[i], 0, keys[i].length()));
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = i + 1;
    }
  }

  private RegionMap(RegionMap<V> same, List<V> values) {
    this.keys = same.keys;
    this.values = values;
    this.slots = same.slots;
  }

  static <V> RegionMap<V> of(Map<String, V> entries) {
    var keys = new String[entries.size()];
    var values = new ArrayList<V>(keys.length);
    for (Map.Entry<String, V> entry : entries.entrySet()) {
      keys[values.size()] = entry.getKey();
      values.add(entry.getValue());
    }
    return new RegionMap<>(keys, List.copyOf(values));
  }

  @Nullable V get(String text, int from, int to) {
    int slot = slot(hash(text, from, to));
    while (slots[slot] != 0) {
      String key = keys[slots[slot] - 1];
      if (key.length() == to - from && key.regionMatches(0, text, from, to - from)) {
        return values.get(slots[slot] - 1);
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return null;
  }

  @Nullable V get(String key) {
    return get(key, 0, key.length());
  }

  List<V> values() {
    return values;
  }

  /** This with other values for some keys; a null value takes the key out. */
  RegionMap<V> with(Map<String, @Nullable V> changes) {
    var kept = new LinkedHashMap<String, V>();
    boolean sameKeys = true;
    for (Map.Entry<String, @Nullable V> change : changes.entrySet()) {
      sameKeys &= (get(change.getKey()) != null) == (change.getValue() != null);
    }
    if (sameKeys) {
      return withValues(changes);
    }
    for (int i = 0; i < keys.length; i++) {
      kept.put(keys[i], values.get(i));
    }
    changes.forEach(
        (key, value) -> {
          if (value == null) {
            kept.remove(key);
          } else {
            kept.put(key, value);
          }
        });
    return of(kept);
  }

  private RegionMap<V> withValues(Map<String, @Nullable V> changes) {
    var changed = new ArrayList<>(values);
    changes.forEach(
        (key, value) -> {
          if (value != null) {
            changed.set(indexOf(key), value);
          }
        });
    return new RegionMap<>(this, List.copyOf(changed));
  }

  private int indexOf(String key) {
    int slot = slot(hash(key, 0, key.length()));
    while (!keys[slots[slot] - 1].equals(key)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slots[slot] - 1;
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 16)) & (slots.length - 1);
  }

  private static int hash(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }
}
