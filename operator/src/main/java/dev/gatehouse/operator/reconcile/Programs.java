package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.ResourceId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * How far every route is on its fleet's pods: honest, since a generation counts as live only when
 * every pod that was Ready when it was pushed has acknowledged it, and quiet, since what pods do
 * afterwards changes nothing.
 *
 * @param rollouts the newest of each route that is served
 * @param open the routes whose rollout has not come to its end
 * @param pods those there are, by name, and what each acknowledged last
 * @param told whether it was ever said which pods there are
 */
record Programs(
    PMap<ObjectKey, Rollout> rollouts,
    PSet<ObjectKey> open,
    PMap<String, Progress> pods,
    boolean told) {
  private static final HashPMap<ObjectKey, Rollout> NO_ROLLOUTS = HashTreePMap.empty();
  private static final MapPSet<ObjectKey> NO_ROUTES = HashTreePSet.empty();
  private static final HashPMap<String, Progress> NO_PODS = HashTreePMap.empty();
  static final Programs NONE = new Programs(NO_ROLLOUTS, NO_ROUTES, NO_PODS, false);

  /**
   * A pod and the newest sequence that it acknowledged; -1 for none.
   *
   * @param refused of that version
   */
  record Progress(Pod pod, long sequence, Set<ResourceId> refused) {}

  /** These are the pods now. */
  Programs pods(Collection<Pod> all) {
    var next = new HashMap<String, Progress>();
    for (Pod pod : all) {
      Progress before = pods.get(pod.name());
      next.put(
          pod.name(),
          before != null && knows(pod)
              ? new Progress(pod, before.sequence, before.refused)
              : new Progress(pod, -1, Set.of()));
    }
    Programs result = new Programs(rollouts, open, HashTreePMap.from(next), true);
    for (Progress before : pods.values()) {
      Pod pod = before.pod;
      Progress now = next.get(pod.name());
      if (now == null || now.pod.leaving() || !now.pod.fleet().equals(pod.fleet())) {
        result = result.eachOpen(rollout -> rollout.gone(pod));
      }
    }
    return result;
  }

  /** Whether this very pod is there already, and not only one of its name. */
  boolean knows(Pod pod) {
    Progress progress = pods.get(pod.name());
    return progress != null && progress.pod.isSameAs(pod);
  }

  /** How many routes of a fleet wait for pods that are likely to take them yet. */
  int underWay(String fleet, long now, long limit) {
    int count = 0;
    for (ObjectKey route : open) {
      Rollout rollout = rollouts.get(route);
      if (rollout != null && rollout.fleet().equals(fleet) && rollout.isUnderWay(now, limit)) {
        count++;
      }
    }
    return count;
  }

  Programs acknowledged(Pod pod, long sequence, Set<ResourceId> refused) {
    if (!knows(pod)) {
      return this;
    }
    var noted =
        new Programs(
            rollouts, open, pods.plus(pod.name(), new Progress(pod, sequence, refused)), told);
    return noted.eachOpen(
        rollout ->
            rollout.fleet().equals(pod.fleet())
                ? rollout.acknowledged(pod.name(), sequence, refused)
                : rollout);
  }

  /**
   * The route was translated and published. A rollout begins where another generation is served, or
   * in another fleet, than before.
   *
   * @param liveBefore the generation that the route's status says is live
   * @param hasStatus whether its status tells of this very generation
   */
  Programs published(Verdict verdict, long sequence, long now, long liveBefore, boolean hasStatus) {
    ObjectKey route = verdict.route();
    long served = verdict.servedGeneration();
    if (served == 0) {
      // Remembered, so that its status is not believed once it is served again.
      return with(route, Rollout.done(verdict.fleet(), 0, Set.of()));
    }
    Rollout before = rollouts.get(route);
    if (before != null && before.fleet().equals(verdict.fleet()) && before.generation() == served) {
      return this;
    }
    if (before == null && hasStatus && liveBefore == served) {
      return with(route, Rollout.done(verdict.fleet(), served, verdict.resources()));
    }
    long live = before == null ? liveBefore : before.programming().liveGeneration();
    return with(route, begin(verdict, sequence, now, live, before == null && hasStatus));
  }

  /**
   * The route was translated while another process leads: how far it is, only its status tells.
   *
   * @param live the generation that its status says is live
   * @param hasStatus whether its status tells of this very generation
   */
  Programs followed(Verdict verdict, long live, boolean hasStatus) {
    long served = verdict.servedGeneration();
    return served != 0 && hasStatus && live == served
        ? with(verdict.route(), Rollout.done(verdict.fleet(), served, verdict.resources()))
        : without(verdict.route());
  }

  /** Another process leads, or may have led: what is under way it takes on, and statuses tell. */
  Programs handedOver() {
    var unheard = new HashMap<String, Progress>();
    pods.forEach((name, progress) -> unheard.put(name, new Progress(progress.pod, -1, Set.of())));
    return new Programs(rollouts.minusAll(open), NO_ROUTES, HashTreePMap.from(unheard), told);
  }

  Programs without(ObjectKey route) {
    return new Programs(rollouts.minus(route), open.minus(route), pods, told);
  }

  /** Time has passed. */
  Programs at(long now, long limit) {
    return eachOpen(rollout -> rollout.at(now, limit));
  }

  boolean hasPods(String fleet) {
    return pods.values().stream().anyMatch(progress -> progress.pod.fleet().equals(fleet));
  }

  /** Whether it is known that the fleet has no pod, Ready or not. */
  boolean isWithoutPods(String fleet) {
    return told && !hasPods(fleet);
  }

  /** Those that have pods. */
  Set<String> fleets() {
    return pods.values().stream().map(progress -> progress.pod.fleet()).collect(Collectors.toSet());
  }

  @Nullable Rollout of(ObjectKey route) {
    return rollouts.get(route);
  }

  private Rollout begin(Verdict verdict, long sequence, long now, long live, boolean resumed) {
    PSet<String> awaited = HashTreePSet.empty();
    int total = 0;
    boolean taken = false;
    for (Map.Entry<String, Progress> entry : pods.entrySet()) {
      Progress progress = entry.getValue();
      if (!progress.pod.fleet().equals(verdict.fleet())) {
        continue;
      }
      boolean has =
          progress.sequence >= sequence
              && verdict.resources().stream().noneMatch(progress.refused::contains);
      taken |= has;
      if (progress.pod.ready()) {
        total++;
        awaited = has ? awaited : awaited.plus(entry.getKey());
      }
    }
    return new Rollout(
            verdict.fleet(),
            verdict.servedGeneration(),
            sequence,
            verdict.resources(),
            awaited,
            total,
            taken,
            State.Pending,
            live,
            now,
            resumed)
        .settled();
  }

  private Programs with(ObjectKey route, Rollout rollout) {
    return new Programs(
        rollouts.plus(route, rollout),
        rollout.isOpen() ? open.plus(route) : open.minus(route),
        pods,
        told);
  }

  private Programs eachOpen(UnaryOperator<Rollout> change) {
    Programs result = this;
    for (ObjectKey route : open) {
      Rollout before = rollouts.get(route);
      if (before != null) {
        Rollout after = change.apply(before);
        result = after.equals(before) ? result : result.with(route, after);
      }
    }
    return result;
  }
}
