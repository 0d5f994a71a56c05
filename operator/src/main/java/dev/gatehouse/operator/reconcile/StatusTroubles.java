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
  private final LongSupplier clock;
  private final StatusTrouble common;
  private final Map<ObjectKey, StatusTrouble> own = new ConcurrentHashMap<>();

  /** None yet; in nanoseconds of a clock that nobody sets. */
  StatusTroubles(LongSupplier clock) {
    this.clock = clock;
    this.common = new StatusTrouble("Statuses are", clock);
  }

  /** A route's status was not taken. */
  void failed(ObjectKey route, Exception failure) {
    String reason = ApiFailure.reason(failure);
    if (ApiFailure.isOfOneObject(failure)) {
      own.computeIfAbsent(route, this::ofOne).failed(reason, true);
    } else {
      common.failed(reason, ApiFailure.isRefusal(failure));
    }
  }

  /** A route's status is as it should be, or there is none any more. */
  void ended(ObjectKey route) {
    own.remove(route);
  }

  /** For how long a route's status is to be left unwritten; zero for not. */
  Duration rest(ObjectKey route) {
    Duration rest = common.rest();
    StatusTrouble trouble = own.get(route);
    return trouble == null || rest.isPositive() ? rest : trouble.rest();
  }

  /** Why none at all can be written; null if some can. */
  @Nullable String refusal() {
    return common.refusal();
  }

  private StatusTrouble ofOne(ObjectKey route) {
    return new StatusTrouble(
        "The status of " + route.namespace() + "/" + route.name() + " is", clock);
  }
}
