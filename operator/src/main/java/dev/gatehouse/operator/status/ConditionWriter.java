package dev.gatehouse.operator.status;

import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Writes conditions, and keeps the time of those whose status stays. */
final class ConditionWriter {
  /** The API server's bound for a condition's message. */
  private static final int MAX_MESSAGE = 32_768;

  private final long generation;
  private final @Nullable GatewayRouteStatus previous;
  private final String now;

  ConditionWriter(long generation, @Nullable GatewayRouteStatus previous, Instant now) {
    this.generation = generation;
    this.previous = previous;
    this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  Condition yes(String type, String reason, String message) {
    return write(type, "True", reason, message);
  }

  Condition no(String type, String reason, String message) {
    return write(type, "False", reason, message);
  }

  Condition unknown(String type, String reason, String message) {
    return write(type, "Unknown", reason, message);
  }

  private Condition write(String type, String status, String reason, String message) {
    var condition = new Condition();
    condition.setType(type);
    condition.setStatus(status);
    condition.setReason(reason);
    condition.setMessage(
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…");
    condition.setObservedGeneration(generation);
    condition.setLastTransitionTime(since(type, status));
    return condition;
  }

  private String since(String type, String status) {
    if (previous != null && previous.conditions() != null) {
      for (Condition before : previous.conditions()) {
        if (type.equals(before.getType())
            && status.equals(before.getStatus())
            && before.getLastTransitionTime() != null) {
          return before.getLastTransitionTime();
        }
      }
    }
    return now;
  }
}
