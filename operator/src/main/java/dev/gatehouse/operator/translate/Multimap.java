package dev.gatehouse.operator.translate;

import java.util.Set;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/** Sets by key; a version shares with the one before it what did not change. */
record Multimap<K, V>(PMap<K, PSet<V>> sets) {
  static <K, V> Multimap<K, V> empty() {
    HashPMap<K, PSet<V>> nothing = HashTreePMap.empty();
    return new Multimap<>(nothing);
  }

  Set<V> get(K key) {
    PSet<V> found = sets.get(key);
    return found == null ? Set.of() : found;
  }

  Multimap<K, V> plus(K key, V value) {
    PSet<V> found = sets.get(key);
    PSet<V> more = found == null ? HashTreePSet.singleton(value) : found.plus(value);
    return new Multimap<>(sets.plus(key, more));
  }

  Multimap<K, V> minus(K key, V value) {
    PSet<V> found = sets.get(key);
    if (found == null) {
      return this;
    }
    PSet<V> rest = found.minus(value);
    return new Multimap<>(rest.isEmpty() ? sets.minus(key) : sets.plus(key, rest));
  }

  Multimap<K, V> plusAll(Iterable<K> keys, V value) {
    Multimap<K, V> all = this;
    for (K key : keys) {
      all = all.plus(key, value);
    }
    return all;
  }

  Multimap<K, V> minusAll(Iterable<K> keys, V value) {
    Multimap<K, V> rest = this;
    for (K key : keys) {
      rest = rest.minus(key, value);
    }
    return rest;
  }
}
