package dev.gatehouse.operator.status;

import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a new status says that the one before it did not, as far as people should hear of it. */
public final class Notices {
  /** Where nothing is wrong, but not all has come to its end yet. */
  private static final String PENDING = "Pending";

  private Notices() {}

  /**
   * A warning for each trouble that is new or that a new generation still has in other words, and a
   * word of relief once a generation that was in trouble is served. A route that simply comes to be
   * served is no news.
   *
   * @param before null where the object had no status
   */
  public static List<Notice> between(
      @Nullable GatewayRouteStatus before, GatewayRouteStatus after) {
    return conditions(after)
        .flatMap(now -> notice(condition(before, now.getType()).orElse(null), now).stream())
        .distinct()
        .toList();
  }

  /** What the status itself can't say, since the API server didn't take it. */
  public static Notice statusNotTaken(String reason) {
    return new Notice(
        Notice.Kind.Warning,
        "StatusNotTaken",
        "the API server doesn't take the route's status, which may be out of date: " + reason);
  }

  private static Optional<Notice> notice(@Nullable Condition before, Condition now) {
    if (isTrouble(now)) {
      return before != null && isTrouble(before) && saysTheSame(before, now)
          ? Optional.empty()
          : Optional.of(new Notice(Notice.Kind.Warning, now.getReason(), now.getMessage()));
    }
    return now.getType().equals("Programmed")
            && now.getStatus().equals("True")
            && before != null
            && isTrouble(before)
        ? Optional.of(new Notice(Notice.Kind.Normal, now.getReason(), now.getMessage()))
        : Optional.empty();
  }

  /** Numbers in a message that go up and down are no news, as in "4/5 pods". */
  private static boolean saysTheSame(Condition before, Condition now) {
    return before.getReason().equals(now.getReason())
        && (Objects.equals(before.getObservedGeneration(), now.getObservedGeneration())
            || before.getMessage().equals(now.getMessage()));
  }

  /** A route that is not accepted has its say there, and need not repeat it as not programmed. */
  private static boolean isTrouble(Condition condition) {
    return switch (condition.getType()) {
      case "Shadowed" -> condition.getStatus().equals("True");
      case "Programmed" ->
          condition.getStatus().equals("False")
              && !condition.getReason().equals(PENDING)
              && !condition.getReason().equals("Invalid");
      default -> condition.getStatus().equals("False");
    };
  }

  private static Optional<Condition> condition(@Nullable GatewayRouteStatus status, String type) {
    return conditions(status).filter(condition -> condition.getType().equals(type)).findFirst();
  }

  private static Stream<Condition> conditions(@Nullable GatewayRouteStatus status) {
    return status == null || status.conditions() == null
        ? Stream.empty()
        : status.conditions().stream();
  }
}
