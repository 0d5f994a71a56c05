package dev.gatehouse.cli.run;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.input.folder.FolderState;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.operator.translate.Memo;
import dev.gatehouse.operator.translate.Translation;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.ResourceId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The operator's work for one folder and one pod: translate, publish, and take the pod's answer to
 * heart. Everything happens on one executor, one task after the other.
 */
final class LocalOperator implements PublishListener {
  /** Where a fleet's content goes; returns the sequence of the version that holds it. */
  @FunctionalInterface
  interface Outlet {
    long publish(FleetContent content, Delta delta);
  }

  /** Hears of each change once the pod serves it. */
  interface Listener {
    /**
     * The pod serves it.
     *
     * @param before what it served until then
     */
    void live(FolderState folder, FleetContent before, Delta delta, Translation translation);

    /** The pod doesn't take what it is sent, and is tried again. */
    void failing(String reason, String message);
  }

  /** What was published and is yet to be acknowledged. */
  private record Awaited(
      long sequence,
      FolderState folder,
      FleetContent before,
      Delta delta,
      Translation translation) {}

  private static final HashPMap<ResourceId, ClusterView.Refusal> NOTHING_REFUSED =
      HashTreePMap.empty();

  private final String fleet;
  private final Outlet outlet;
  private final Listener listener;
  private final Executor executor;
  private final Translator translator = new Translator(Sources.standard());
  private final Deque<Awaited> awaited = new ArrayDeque<>();
  private FolderState folder = FolderState.EMPTY;
  private ClusterView view = ClusterView.empty(ClusterView.Settings.LAPTOP);
  private Memo memo = Memo.EMPTY;
  private FleetContent content = FleetContent.EMPTY;
  private long acknowledgedSequence;

  LocalOperator(String fleet, Outlet outlet, Listener listener, Executor executor) {
    this.fleet = fleet;
    this.outlet = outlet;
    this.listener = listener;
    this.executor = executor;
  }

  /** The folder holds this now. */
  void take(FolderState now) {
    executor.execute(
        () -> {
          Changes changes = now.since(folder);
          folder = now;
          view = changes.appliedTo(view);
          publish(changes.keys());
        });
  }

  @Override
  public void acknowledged(Pod pod, Ack ack) {
    executor.execute(() -> acknowledged(ack));
  }

  @Override
  public void failing(Pod pod, String reason, String message) {
    listener.failing(reason, message);
  }

  private void publish(Set<ObjectKey> changed) {
    Translator.Result result = translator.translate(view, changed, memo);
    memo = result.memo();
    FleetContent before = content;
    content = result.translation().content(fleet);
    Delta delta = result.translation().deltas().getOrDefault(fleet, Delta.NONE);
    long sequence = outlet.publish(content, delta);
    awaited.add(new Awaited(sequence, folder, before, delta, result.translation()));
    // What changes nothing for the pods has been acknowledged already.
    if (delta.isEmpty() && awaited.size() == 1 && sequence <= acknowledgedSequence) {
      tell(awaited.remove());
    }
  }

  private void acknowledged(Ack ack) {
    if (ack.version() == null) {
      return;
    }
    acknowledgedSequence = Math.max(acknowledgedSequence, ack.version().sequence());
    PMap<ResourceId, ClusterView.Refusal> refused = refusals(ack.rejected());
    while (!awaited.isEmpty() && awaited.getFirst().sequence() <= acknowledgedSequence) {
      Awaited next = awaited.remove();
      view = view.withLastGood(proven(next.translation(), refused));
      tell(next);
    }
    if (!refused.equals(view.refused())) {
      view = view.withRefused(refused);
      publish(Set.of());
    }
  }

  private void tell(Awaited live) {
    listener.live(live.folder(), live.before(), live.delta(), live.translation());
  }

  private static PMap<ResourceId, ClusterView.Refusal> refusals(List<Ack.Rejection> rejected) {
    PMap<ResourceId, ClusterView.Refusal> refused = NOTHING_REFUSED;
    for (Ack.Rejection one : rejected) {
      refused =
          refused.plus(one.id(), new ClusterView.Refusal(one.hash(), one.reason(), one.message()));
    }
    return refused;
  }

  /** What to fall back to should a later generation be no good. */
  private static Map<ObjectKey, LastGood> proven(
      Translation translation, PMap<ResourceId, ClusterView.Refusal> refused) {
    var proven = new HashMap<ObjectKey, LastGood>();
    for (ObjectKey route : translation.judged()) {
      Verdict verdict = translation.verdicts().get(route);
      if (verdict != null
          && verdict.remember() != null
          && verdict.resources().stream().noneMatch(refused::containsKey)) {
        proven.put(route, verdict.remember());
      }
    }
    return proven;
  }
}
