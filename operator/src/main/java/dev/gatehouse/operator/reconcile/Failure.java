package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.translate.Finding;
import dev.gatehouse.operator.translate.Quarantine;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change that the translator itself failed on.
 *
 * @param object what it was to become; null where it was to go
 */
record Failure(@Nullable ClusterObject object, String error) {
  private static final String REASON = "TranslationFailed";

  /**
   * What became of a route: its new generation is not accepted, and the one before serves on.
   *
   * @param served the verdict on what is served; null where nothing is
   */
  Verdict verdict(RouteObject route, @Nullable Verdict served) {
    String message = "generation " + route.generation() + " can't be translated: " + error;
    var problems = List.of(new Finding(REASON, message));
    return served == null
        ? new Verdict(
            route.key(),
            route.generation(),
            "",
            List.of(),
            problems,
            List.of(),
            List.of(),
            null,
            Set.of(),
            null)
        : new Verdict(
            route.key(),
            route.generation(),
            served.fleet(),
            served.hostnames(),
            problems,
            served.unresolved(),
            served.shadowed(),
            quarantine(served, message),
            served.resources(),
            served.remember());
  }

  private static @Nullable Quarantine quarantine(Verdict served, String message) {
    return served.quarantine() != null || served.remember() == null
        ? served.quarantine()
        : new Quarantine(served.remember(), REASON, message);
  }
}
