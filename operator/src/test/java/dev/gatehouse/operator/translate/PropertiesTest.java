package dev.gatehouse.operator.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Refusal;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcollections.PMap;

/** What holds for every input; each seed is a run that can be repeated. */
class PropertiesTest {
  private final Translator translator = new Translator(Sources.standard());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void anySequenceOfEditsComesToWhatAFreshTranslationDoes(long seed) {
    var cluster = new RandomCluster(seed);
    ClusterView view = ClusterView.empty(Settings.CLUSTER);
    var result = translator.translate(view, Set.of(), Memo.EMPTY);
    for (int step = 0; step < 200; step++) {
      var changed = new HashSet<ObjectKey>();
      for (int edit = 0; edit <= cluster.below(3); edit++) {
        view = edited(view, cluster, changed, result.translation());
      }
      Translation before = result.translation();
      result = translator.translate(view, changed, result.memo());
      Translation fresh = translator.translate(view, Set.of(), Memo.EMPTY).translation();
      String at = "seed " + seed + ", step " + step;
      assertEquals(fresh.verdicts(), result.translation().verdicts(), at);
      assertEquals(fresh.fleets(), result.translation().fleets(), at);
      checkDeltas(before, result.translation(), at);
      checkJudged(before, result.translation(), at);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
  void theOrderOfTheInputMeansNothing(long seed) {
    var cluster = new RandomCluster(seed);
    var objects = new HashMap<ObjectKey, ClusterObject>();
    for (int i = 0; i < 60; i++) {
      ClusterObject object = cluster.object();
      objects.put(object.key(), object);
    }
    var order = new ArrayList<>(objects.values());
    Translation first = translated(order);
    for (int i = 0; i < 10; i++) {
      Collections.shuffle(order, new Random(seed + i));
      Translation again = translated(order);
      assertEquals(first.verdicts(), again.verdicts());
      assertEquals(first.fleets(), again.fleets());
    }
  }

  private Translation translated(List<ClusterObject> objects) {
    ClusterView view = ClusterView.empty(Settings.CLUSTER);
    for (ClusterObject object : objects) {
      view = view.with(object);
    }
    return translator.translate(view, Set.of(), Memo.EMPTY).translation();
  }

  private static ClusterView edited(
      ClusterView view, RandomCluster cluster, Set<ObjectKey> changed, Translation now) {
    ClusterObject object = cluster.object();
    return switch (cluster.below(12)) {
      case 0, 1 -> {
        changed.add(object.key());
        yield view.without(object.key());
      }
      case 2 -> view.withLastGood(Map.of(object.key(), cluster.lastGood()));
      case 3 -> view.withRefused(refused(view, cluster, now));
      default -> {
        changed.add(object.key());
        yield view.with(object);
      }
    };
  }

  private static PMap<ResourceId, Refusal> refused(
      ClusterView view, RandomCluster cluster, Translation now) {
    if (view.refused().size() > 2 || now.fleets().isEmpty()) {
      return ClusterView.empty(Settings.CLUSTER).refused();
    }
    List<Encoded> resources =
        now.fleets().values().stream().flatMap(f -> f.resources().values().stream()).toList();
    Encoded form = cluster.one(resources);
    return view.refused().plus(form.id(), new Refusal(form.hash(), "INVALID", "no"));
  }

  private static void checkDeltas(Translation before, Translation now, String at) {
    var names = new HashSet<>(before.fleets().keySet());
    names.addAll(now.fleets().keySet());
    for (String name : names) {
      FleetContent from = before.content(name);
      FleetContent to = now.content(name);
      Delta delta = now.deltas().getOrDefault(name, Delta.NONE);
      assertEquals(Delta.between(from.resources(), to.resources()), delta, at);
      assertEquals(to.resources(), delta.appliedTo(from.resources()), at);
      assertEquals(to.hash(), delta.hashAfter(from.hash(), from.resources()), at);
      assertEquals(SnapshotHash.of(to.resources().values()), to.hash(), at);
    }
  }

  private static void checkJudged(Translation before, Translation now, String at) {
    var expected = new HashSet<>(before.verdicts().keySet());
    expected.addAll(now.verdicts().keySet());
    expected.removeIf(
        route -> Objects.equals(before.verdicts().get(route), now.verdicts().get(route)));
    assertEquals(expected, now.judged(), at);
  }
}
