package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Delta;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;
import org.pcollections.PSet;

/** A translation while it is made from the one before. */
final class Draft {
  private final Memo.State before;
  private final Map<String, FleetDraft> fleets = new HashMap<>();
  private final Set<ObjectKey> changed = new HashSet<>();
  private PMap<ObjectKey, Judgement> judgements;
  private PSet<ObjectKey> troubled;
  private Dependents dependents;

  Draft(Memo.State before) {
    this.before = before;
    this.judgements = before.judgements();
    this.troubled = before.troubled();
    this.dependents = before.dependents();
  }

  /** Notes what a route comes to now; null if it is gone. */
  void replace(ObjectKey route, @Nullable Judgement now) {
    Judgement old = judgements.get(route);
    if (Objects.equals(old, now)) {
      return;
    }
    changed.add(route);
    if (old != null) {
      dependents = dependents.minus(old);
    }
    if (now != null) {
      dependents = dependents.plus(now);
    }
    judgements = now == null ? judgements.minus(route) : judgements.plus(route, now);
    troubled =
        now == null || now.verdict().isAccepted() ? troubled.minus(route) : troubled.plus(route);
    replaceInFleets(old, now);
  }

  private void replaceInFleets(@Nullable Judgement old, @Nullable Judgement now) {
    if (old != null && now != null && old.verdict().fleet().equals(now.verdict().fleet())) {
      fleet(now.verdict().fleet()).replace(old, now);
      return;
    }
    if (old != null) {
      fleet(old.verdict().fleet()).replace(old, null);
    }
    if (now != null) {
      fleet(now.verdict().fleet()).replace(null, now);
    }
  }

  private FleetDraft fleet(String name) {
    return fleets.computeIfAbsent(
        name,
        _ -> {
          FleetState state = before.fleets().get(name);
          return new FleetDraft(state == null ? FleetState.EMPTY : state);
        });
  }

  /** Looks at the endpoints of these ports again, in every fleet. */
  void refresh(Set<Target> targets) {
    if (!targets.isEmpty()) {
      before.fleets().keySet().forEach(name -> fleet(name).refresh(targets));
    }
  }

  Translator.Result finish(ClusterView view) {
    var endpoints = new Endpoints(view);
    var deltas = new HashMap<String, Delta>();
    PMap<String, FleetState> states = before.fleets();
    PMap<String, FleetContent> contents = before.contents();
    for (var entry : fleets.entrySet()) {
      String name = entry.getKey();
      FleetDraft draft = entry.getValue();
      draft.settle(endpoints);
      FleetState state = draft.finish();
      boolean empty = state.content().resources().isEmpty();
      states = empty ? states.minus(name) : states.plus(name, state);
      contents = empty ? contents.minus(name) : contents.plus(name, state.content());
      Delta delta = draft.delta();
      if (!delta.isEmpty()) {
        deltas.put(name, delta);
      }
    }
    var judged = new HashSet<ObjectKey>();
    PMap<ObjectKey, Verdict> verdicts = verdicts(judged);
    return new Translator.Result(
        new Translation(contents, verdicts, deltas, judged),
        Memo.of(
            view, new Memo.State(judgements, verdicts, states, contents, dependents, troubled)));
  }

  private PMap<ObjectKey, Verdict> verdicts(Set<ObjectKey> judged) {
    var toReview = new HashSet<>(changed);
    fleets.values().forEach(draft -> toReview.addAll(draft.shadowsToReview()));
    PMap<ObjectKey, Verdict> verdicts = before.verdicts();
    for (ObjectKey route : toReview) {
      Judgement judgement = judgements.get(route);
      Verdict verdict =
          judgement == null
              ? null
              : judgement
                  .verdict()
                  .withShadowed(fleet(judgement.verdict().fleet()).shadowsOf(judgement));
      if (!Objects.equals(verdict, verdicts.get(route))) {
        judged.add(route);
        verdicts = verdict == null ? verdicts.minus(route) : verdicts.plus(route, verdict);
      }
    }
    return verdicts;
  }
}
