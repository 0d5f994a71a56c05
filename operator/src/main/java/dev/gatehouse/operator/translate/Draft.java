package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Delta;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
  private final Map<ObjectKey, Throwable> failed = new HashMap<>();
  private PMap<ObjectKey, Judgement> judgements;
  private PSet<ObjectKey> troubled;
  private Dependents dependents;

  Draft(Memo.State before) {
    this.before = before;
    this.judgements = before.judgements();
    this.troubled = before.troubled();
    this.dependents = before.dependents();
  }

  /** What the route comes to so far; null for one that is not there. */
  @Nullable Judgement judgement(ObjectKey route) {
    return judgements.get(route);
  }

  /** Notes that a route could not be translated as it is. */
  void failed(ObjectKey route, Throwable failure) {
    failed.put(route, failure);
  }

  /** Notes what a route comes to now; null if it is gone. Where that fails nothing is noted. */
  void replace(ObjectKey route, @Nullable Judgement now) {
    Judgement old = judgements.get(route);
    if (Objects.equals(old, now)) {
      return;
    }
    replaceOrRestore(old, now);
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
  }

  private void replaceOrRestore(@Nullable Judgement old, @Nullable Judgement now) {
    var marks = new HashMap<FleetDraft, FleetState>();
    for (Judgement judgement : Arrays.asList(old, now)) {
      if (judgement != null) {
        FleetDraft fleet = fleet(judgement.verdict().fleet());
        marks.put(fleet, fleet.finish());
      }
    }
    try {
      replaceInFleets(old, now);
    } catch (RuntimeException | Error e) {
      marks.forEach(FleetDraft::reset);
      throw e;
    }
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
        new Translation(contents, verdicts, deltas, judged, failed),
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
          judgement == null ? null : judgement.verdict().withShadowed(shadowsOf(judgement));
      if (!Objects.equals(verdict, verdicts.get(route))) {
        judged.add(route);
        verdicts = verdict == null ? verdicts.minus(route) : verdicts.plus(route, verdict);
      }
    }
    return verdicts;
  }

  private List<Shadow> shadowsOf(Judgement judgement) {
    try {
      return fleet(judgement.verdict().fleet()).shadowsOf(judgement);
    } catch (RuntimeException | Error e) {
      failed(judgement.route(), e);
      return List.of();
    }
  }
}
