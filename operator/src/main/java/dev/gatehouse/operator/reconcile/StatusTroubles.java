package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.input.kubernetes.ApiFailure;
import dev.gatehouse.operator.view.ObjectKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which statuses the API server doesn't take: all, or those of some routes. */
final class StatusTroubles {
  /** Of so many routes it is no matter of each alone, however the API server words it. */
  static final int MANY = 20;

  private final LongSupplier clock;
  private final StatusTrouble common;
  private final Map<ObjectKey, Own> own = new ConcurrentHashMap<>();

  /** That of one generation of a route: the next may fare better. */
  private record Own(long generation, StatusTrouble trouble) {}

  /** None yet; in nanoseconds of a clock that nobody sets. */
  StatusTroubles(LongSupplier clock) {
    this.clock = clock;
    this.common = new StatusTrouble("Statuses are", clock);
  }

  /**
   * A route's status was not taken.
   *
   * @return whether this is the first that is heard of a trouble of this generation's own
   */
  boolean failed(ObjectKey route, long generation, Exception failure) {
    String reason = ApiFailure.reason(failure);
    if (!ApiFailure.isOfOneObject(failure)) {
      common.failed(reason, ApiFailure.isRefusal(failure));
      return false;
    }
    own.values().removeIf(past -> past.trouble.refusal() == null);
    boolean told = own.get(route) instanceof Own(long last, StatusTrouble _) && last == generation;
    own.merge(route, new Own(generation, ofOne(route)), (before, next) -> told ? before : next)
        .trouble
        .failed(reason, true);
    if (own.size() >= MANY) {
      common.failed(reason, true);
    }
    return !told;
  }

  /** A route's status is as it should be, or there is none any more. */
  void ended(ObjectKey route) {
    own.remove(route);
  }

  /** For how long a route's status is to be left unwritten; zero for not. */
  Duration rest(ObjectKey route, long generation) {
    Duration rest = common.rest();
    Own trouble = own.get(route);
    return rest.isPositive() || trouble == null || trouble.generation != generation
        ? rest
        : trouble.trouble.rest();
  }

  /** Why none can be written, as far as is known; null if some can. */
  @Nullable String refusal() {
    return common.refusal();
  }

  private StatusTrouble ofOne(ObjectKey route) {
    return new StatusTrouble(
        "The status of " + route.namespace() + "/" + route.name() + " is", clock);
  }
}
