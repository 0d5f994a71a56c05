package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.status.Programming;
import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.translate.Finding;
import dev.gatehouse.operator.translate.Translation;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ObjectKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How routes stand. Written on the loop's thread, read on any. Who listens is told of a change
 * until it has been taken: the listener reads here, so that the change has to be here first.
 */
final class Standings {
  private static final Logger LOG = LoggerFactory.getLogger(Standings.class);

  private final Map<ObjectKey, Standing> standings = new ConcurrentHashMap<>();
  private final StandingListener listener;
  private final long programmedWithin;
  private Set<ObjectKey> untold = new HashSet<>();

  Standings(StandingListener listener, Duration programmedWithin) {
    this.listener = listener;
    this.programmedWithin = programmedWithin.toMillis();
  }

  @Nullable Standing of(ObjectKey route) {
    return standings.get(route);
  }

  /** While another process leads nothing is known of any. */
  void clear() {
    standings.clear();
    untold.clear();
  }

  /** These may stand differently now. */
  void review(Set<ObjectKey> routes, LoopState state, long now) {
    var underWay = new HashMap<String, Integer>();
    for (ObjectKey route : routes) {
      Standing standing =
          stand(
              route,
              state,
              now,
              fleet ->
                  underWay.computeIfAbsent(
                      fleet, _ -> state.programs().underWay(fleet, now, programmedWithin)));
      Standing last = standing == null ? standings.remove(route) : standings.put(route, standing);
      if (!Objects.equals(standing, last)) {
        untold.add(route);
        logUnresolved(standing, last);
      }
    }
  }

  void tell() {
    if (!untold.isEmpty()) {
      listener.changed(Set.copyOf(untold));
      // A new one, for the reason that Mailbox tells.
      untold = new HashSet<>();
    }
  }

  /** Once for each time that they become others. */
  private static void logUnresolved(@Nullable Standing now, @Nullable Standing last) {
    if (now != null
        && (last == null || !now.verdict().unresolved().equals(last.verdict().unresolved()))) {
      for (Finding finding : now.verdict().unresolved()) {
        LOG.info("{}: {}: {}", now.verdict().route(), finding.reason(), finding.message());
      }
    }
  }

  /**
   * @param underWay how many routes of a fleet are
   */
  private @Nullable Standing stand(
      ObjectKey route, LoopState state, long now, ToIntFunction<String> underWay) {
    Translation translation = state.translation();
    Verdict verdict = translation == null ? null : translation.verdicts().get(route);
    if (verdict == null) {
      return null;
    }
    Rollout rollout = state.programs().of(route);
    boolean undecided =
        rollout != null
            && verdict.isAccepted()
            && rollout.isUndecided(
                now, programmedWithin, () -> underWay.applyAsInt(rollout.fleet()));
    String uid = state.view().get(route) instanceof RouteObject object ? object.uid() : "";
    return new Standing(uid, verdict, programming(rollout, state, verdict.fleet()), undecided);
  }

  private static Programming programming(@Nullable Rollout rollout, LoopState state, String fleet) {
    if (rollout == null) {
      return new Programming(State.Pending, 0, "");
    }
    Programming programming = rollout.programming();
    boolean nobody = state.programs().isWithoutPods(fleet);
    return programming.state() == State.Pending && nobody
        ? new Programming(State.Pending, programming.liveGeneration(), Programming.NO_PODS)
        : programming;
  }
}
