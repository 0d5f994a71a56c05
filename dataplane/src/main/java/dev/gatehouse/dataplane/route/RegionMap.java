package dev.gatehouse.dataplane.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map from strings that is asked with a part of a string, so that looking for a host, a path or
 * one segment of it makes no garbage. Immutable: a change copies one of its pages, of which there
 * are about as many as each has slots.
 */
final class RegionMap<V> {
  private static final int MIN_BITS = 2;

  private final List<List<@Nullable Entry<V>>> pages;
  private final int bits;
  private final int size;

  /** Those of one slot are linked. */
  private record Entry<V>(int hash, String key, V value, @Nullable Entry<V> next) {}

  private RegionMap(List<List<@Nullable Entry<V>>> pages, int bits, int size) {
    this.pages = pages;
    this.bits = bits;
    this.size = size;
  }

  static <V> RegionMap<V> empty() {
    return withSlots(MIN_BITS);
  }

  private static <V> RegionMap<V> withSlots(int bits) {
    List<@Nullable Entry<V>> page = Collections.nCopies(1 << pageBits(bits), null);
    return new RegionMap<>(
        new ArrayList<>(Collections.nCopies(1 << (bits - pageBits(bits)), page)), bits, 0);
  }

  private static int pageBits(int bits) {
    return (bits + 1) / 2;
  }

  boolean isEmpty() {
    return size == 0;
  }

  @Nullable V get(String text, int from, int to) {
    return get(text, from, to, hash(0, text, from, to));
  }

  @Nullable V get(String key) {
    return get(key, 0, key.length());
  }

  /**
   * The same for who knows the hash.
   *
   * @param hash of that part of the text, see {@link #hash}
   */
  @Nullable V get(String text, int from, int to, int hash) {
    Entry<V> entry = page(hash).get(slot(hash));
    while (entry != null) {
      if (entry.hash == hash
          && entry.key.length() == to - from
          && entry.key.regionMatches(0, text, from, to - from)) {
        return entry.value;
      }
      entry = entry.next;
    }
    return null;
  }

  /** All values, in no order. */
  List<V> values() {
    var values = new ArrayList<V>(size);
    for (List<@Nullable Entry<V>> page : pages) {
      for (Entry<V> first : page) {
        for (Entry<V> entry = first; entry != null; entry = entry.next) {
          values.add(entry.value);
        }
      }
    }
    return values;
  }

  /** This with another value for a key; null takes the key out. */
  RegionMap<V> with(String key, @Nullable V value) {
    int hash = hash(0, key, 0, key.length());
    boolean known = get(key, 0, key.length(), hash) != null;
    if (value == null) {
      return known ? replaced(without(hash, key), hash, size - 1) : this;
    }
    RegionMap<V> roomy = !known && size >= 1 << bits ? doubled() : this;
    Entry<V> rest = known ? without(hash, key) : roomy.page(hash).get(roomy.slot(hash));
    return roomy.replaced(new Entry<>(hash, key, value, rest), hash, known ? size : size + 1);
  }

  /** What remains in the slot. */
  private @Nullable Entry<V> without(int hash, String key) {
    Entry<V> kept = null;
    for (Entry<V> entry = page(hash).get(slot(hash)); entry != null; entry = entry.next) {
      if (entry.hash != hash || !entry.key.equals(key)) {
        kept = new Entry<>(entry.hash, entry.key, entry.value, kept);
      }
    }
    return kept;
  }

  private RegionMap<V> replaced(@Nullable Entry<V> slot, int hash, int newSize) {
    var page = new ArrayList<>(page(hash));
    page.set(slot(hash), slot);
    var changed = new ArrayList<>(pages);
    changed.set(spread(hash) >>> (32 - bits) >>> pageBits(bits), page);
    return new RegionMap<>(changed, bits, newSize);
  }

  private RegionMap<V> doubled() {
    RegionMap<V> larger = withSlots(bits + 1);
    for (List<@Nullable Entry<V>> page : pages) {
      for (Entry<V> first : page) {
        for (Entry<V> entry = first; entry != null; entry = entry.next) {
          larger = larger.with(entry.key, entry.value);
        }
      }
    }
    return larger;
  }

  private List<@Nullable Entry<V>> page(int hash) {
    return pages.get(spread(hash) >>> (32 - bits) >>> pageBits(bits));
  }

  private int slot(int hash) {
    return (spread(hash) >>> (32 - bits)) & ((1 << pageBits(bits)) - 1);
  }

  /** Multiplied, so that the high bits, which choose the slot, depend on all of the hash. */
  private static int spread(int hash) {
    return hash * 0x9E3779B9;
  }

  /** Of text that goes on where other text, with that hash, ends. */
  static int hash(int before, String text, int from, int to) {
    int hash = before;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }
}
