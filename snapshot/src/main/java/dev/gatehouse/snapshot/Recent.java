package dev.gatehouse.snapshot;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Immutable values that came a short while ago, of which equal ones become one: the rules of a
 * fleet name the same namespaces, hosts, header fields and upstreams over and over, and what isn't
 * held twice needn't be copied by the collector while requests wait. Safe for use by several
 * threads.
 */
final class Recent<T> {
  /** A power of two; with the size of each value, what bounds the memory held. */
  private static final int SLOTS = 1024;

  private final AtomicReferenceArray<@Nullable T> values = new AtomicReferenceArray<>(SLOTS);

  /** The equal one that came before, or else this. */
  T shared(T value) {
    int hash = value.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    T known = values.getPlain(slot);
    if (value.equals(known)) {
      return known;
    }
    values.setPlain(slot, value);
    return value;
  }
}
