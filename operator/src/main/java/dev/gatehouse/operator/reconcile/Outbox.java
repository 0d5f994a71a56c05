package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.translate.Translation;
import dev.gatehouse.snapshot.Delta;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was translated and has yet to be published: where publishing fails, none of it is lost. */
final class Outbox {
  private final Publishing publishing;
  private final Map<String, Delta> pending = new HashMap<>();
  private final Map<String, Long> published = new HashMap<>();

  Outbox(Publishing publishing) {
    this.publishing = publishing;
  }

  void add(Map<String, Delta> deltas) {
    deltas.forEach((fleet, delta) -> pending.merge(fleet, delta, Delta::then));
  }

  /**
   * Publishes what is pending.
   *
   * @param withPods fleets that have pods: one without a route is published too, since its pods
   *     can't be Ready before
   */
  void publish(Translation translation, Set<String> withPods) {
    var fleets = new HashSet<>(withPods);
    fleets.removeAll(published.keySet());
    fleets.addAll(pending.keySet());
    for (String fleet : fleets) {
      Delta delta = pending.getOrDefault(fleet, Delta.NONE);
      published.put(fleet, publishing.publish(fleet, translation.content(fleet), delta));
      pending.remove(fleet);
    }
    forgetUnused(translation, withPods);
  }

  /** Any route may name a fleet: one that has neither pods nor routes any more leaves nothing. */
  private void forgetUnused(Translation translation, Set<String> withPods) {
    for (String fleet : Set.copyOf(published.keySet())) {
      if (!withPods.contains(fleet) && !translation.fleets().containsKey(fleet)) {
        publishing.forget(fleet);
        published.remove(fleet);
      }
    }
  }

  /**
   * Versions with this or a higher one hold what the fleet was given last; 0 for a fleet without
   * any.
   */
  long sequence(String fleet) {
    return published.getOrDefault(fleet, 0L);
  }
}
