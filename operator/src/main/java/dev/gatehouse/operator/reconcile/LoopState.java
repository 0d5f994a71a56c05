package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.reconcile.Mailbox.Answer;
import dev.gatehouse.operator.translate.Memo;
import dev.gatehouse.operator.translate.Translation;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Doubt;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.ResourceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * All that the rebuild loop knows between two turns.
 *
 * @param translation the newest; null before the first
 * @param unproven routes with a generation of which it is not known whether pods take it
 */
record LoopState(
    ClusterView view,
    Memo memo,
    @Nullable Translation translation,
    Programs programs,
    Refusals refusals,
    PSet<ObjectKey> unproven) {

  private static final MapPSet<ObjectKey> NO_ROUTES = HashTreePSet.empty();
  private static final HashPMap<ObjectKey, Doubt> NO_DOUBTS = HashTreePMap.empty();

  static LoopState of(ClusterView view) {
    return new LoopState(view, Memo.EMPTY, null, Programs.NONE, Refusals.NONE, NO_ROUTES);
  }

  /** These are the pods. Who leads asks the first that is new for what others refused before. */
  LoopState pods(Set<Pod> all, boolean leads) {
    Set<String> staying =
        all.stream().filter(programs::knows).map(Pod::name).collect(Collectors.toSet());
    boolean stranger = leads && programs.told() && staying.size() < all.size();
    LoopState trusting = stranger ? with(view.withDoubted(NO_DOUBTS)) : this;
    return trusting.with(programs.pods(all), refusals.of(staying));
  }

  /**
   * With what the statuses of these routes tell of refusals that this process did not hear itself.
   * Which pod refused they don't tell.
   */
  LoopState doubting(Changes changes, StatusBefore before) {
    PMap<ObjectKey, Doubt> doubted = view.doubted();
    for (Map.Entry<ObjectKey, ClusterObject> entry : changes.upserted().entrySet()) {
      Doubt doubt = entry.getValue() instanceof RouteObject route ? doubt(route, before) : null;
      doubted = doubt == null ? doubted.minus(entry.getKey()) : doubted.plus(entry.getKey(), doubt);
    }
    return with(view.withDoubted(doubted));
  }

  private static @Nullable Doubt doubt(RouteObject route, StatusBefore before) {
    if (route.lastGood() == null) {
      return null;
    }
    StatusBefore.Told told = before.of(route.key());
    return told.refusal() != null && told.observed() == route.generation()
        ? new Doubt(route.generation(), told.refusal())
        : null;
  }

  /** Another process leads from now on, or may have led meanwhile. */
  LoopState handedOver() {
    return with(programs.handedOver());
  }

  /** The objects that are gone, though another may have taken the name since. */
  Set<ObjectKey> replaced(Mailbox.Mail mail) {
    var replaced = new HashSet<>(mail.vanished());
    // Who was cut off sees the later object only, and no deletion of the one before it.
    mail.changes()
        .upserted()
        .forEach(
            (key, now) -> {
              if (now instanceof RouteObject route
                  && view.get(key) instanceof RouteObject before
                  && !route.isSameAs(before)) {
                replaced.add(key);
              }
            });
    return replaced;
  }

  LoopState acknowledged(List<Answer> answers) {
    LoopState state = this;
    for (Answer answer : answers) {
      var version = answer.ack().version();
      // What a pod said before it was replaced tells nothing of the one that has its name now.
      if (version == null || !state.programs.knows(answer.pod())) {
        continue;
      }
      Set<ResourceId> refused =
          answer.ack().rejected().stream()
              .map(rejected -> rejected.id())
              .collect(Collectors.toSet());
      state =
          state.with(
              state.programs.acknowledged(answer.pod(), version.sequence(), refused),
              state.refusals.acknowledged(answer.pod().name(), answer.ack()));
    }
    return state;
  }

  /**
   * Routes of these names, should there be any again, are others. One that says what the one before
   * it said is not judged anew, and yet has everything to prove.
   */
  LoopState forgetting(Set<ObjectKey> vanished) {
    Refusals left = refusals;
    Programs going = programs;
    PSet<ObjectKey> toProve = unproven;
    for (ObjectKey key : vanished) {
      left = left.without(key);
      going = going.without(key);
      toProve = isWorthRemembering(translation, key) ? toProve.plus(key) : toProve;
    }
    ClusterView without =
        view.withoutLastGood(vanished).withDoubted(view.doubted().minusAll(vanished));
    return new LoopState(without, memo, translation, going, left, toProve);
  }

  private static boolean isWorthRemembering(@Nullable Translation translation, ObjectKey route) {
    Verdict verdict = translation == null ? null : translation.verdicts().get(route);
    return verdict != null && verdict.remember() != null;
  }

  /** With what pods refused, and what is known to be good, in the view. */
  LoopState informed() {
    Map<ObjectKey, LastGood> good = good();
    ClusterView informed = view.withRefused(refusals.asSeen());
    return new LoopState(
        good.isEmpty() ? informed : informed.withLastGood(good),
        memo,
        translation,
        programs,
        refusals,
        unproven.minusAll(good.keySet()));
  }

  LoopState with(Programs nextPrograms) {
    return with(nextPrograms, refusals);
  }

  LoopState translated(Isolation.Result result) {
    return new LoopState(
        result.view(), result.memo(), result.translation(), programs, refusals, unproven(result));
  }

  private PSet<ObjectKey> unproven(Isolation.Result result) {
    PSet<ObjectKey> next = unproven;
    for (ObjectKey route : result.judged()) {
      next = isWorthRemembering(result.translation(), route) ? next.plus(route) : next.minus(route);
    }
    return next;
  }

  /**
   * The generations that every pod took, or that no pod is there to refuse. Only these may displace
   * an older one that is known to be good.
   */
  private Map<ObjectKey, LastGood> good() {
    var good = new HashMap<ObjectKey, LastGood>();
    for (ObjectKey route : unproven) {
      Verdict verdict = translation == null ? null : translation.verdicts().get(route);
      LastGood remember = verdict == null ? null : verdict.remember();
      Rollout rollout = programs.of(route);
      if (verdict != null
          && remember != null
          && rollout != null
          && rollout.generation() == remember.generation()
          && (!rollout.isOpen() || programs.isWithoutPods(verdict.fleet()))) {
        good.put(route, remember);
      }
    }
    return good;
  }

  private LoopState with(ClusterView nextView) {
    return new LoopState(nextView, memo, translation, programs, refusals, unproven);
  }

  private LoopState with(Programs nextPrograms, Refusals nextRefusals) {
    return new LoopState(view, memo, translation, nextPrograms, nextRefusals, unproven);
  }
}
