package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.Reason;
import io.micrometer.core.instrument.Counter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The request counters of one rule towards one backend, found by status class and reason without
 * garbage.
 */
final class BackendSeries {
  private static final int STATUS_CLASSES = 6;

  private final AtomicReferenceArray<Counter> passed = new AtomicReferenceArray<>(STATUS_CLASSES);
  private final ConcurrentHashMap<Reason, AtomicReferenceArray<Counter>> byReason =
      new ConcurrentHashMap<>(2);

  /**
   * The counter for such requests.
   *
   * @param maker called if there is none yet; null where the limit is reached
   */
  @Nullable Counter get(int status, @Nullable Reason reason, Supplier<@Nullable Counter> maker) {
    AtomicReferenceArray<Counter> counters = reason == null ? passed : ofReason(reason);
    int at = Math.min(STATUS_CLASSES - 1, status / 100);
    Counter known = counters.get(at);
    if (known != null) {
      return known;
    }
    synchronized (this) {
      Counter raced = counters.get(at);
      Counter made = raced != null ? raced : maker.get();
      if (made != null) {
        counters.set(at, made);
      }
      return made;
    }
  }

  void forEach(Consumer<Counter> visitor) {
    visit(passed, visitor);
    byReason.values().forEach(counters -> visit(counters, visitor));
  }

  private AtomicReferenceArray<Counter> ofReason(Reason reason) {
    AtomicReferenceArray<Counter> known = byReason.get(reason);
    return known != null
        ? known
        : byReason.computeIfAbsent(reason, r -> new AtomicReferenceArray<>(STATUS_CLASSES));
  }

  private static void visit(AtomicReferenceArray<Counter> counters, Consumer<Counter> visitor) {
    for (int i = 0; i < counters.length(); i++) {
      Counter counter = counters.get(i);
      if (counter != null) {
        visitor.accept(counter);
      }
    }
  }
}
