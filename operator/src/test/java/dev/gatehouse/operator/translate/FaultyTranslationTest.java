package dev.gatehouse.operator.translate;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.source.Route;
import dev.gatehouse.operator.source.RouteSource;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.Translator.Result;
import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.Timeouts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A fault of the translator in one route stops neither the others nor what the route was. */
class FaultyTranslationTest {
  private static final ObjectKey KEY = new ObjectKey("Faulty", "shop", "orders");
  private static final ObjectKey OTHER = new ObjectKey("Faulty", "shop", "other");
  private static final ObjectKey SERVICE = ObjectKey.service("shop", "orders");

  private final Set<Object> faults = new HashSet<>();
  private final Translator translator = new Translator(new Sources(List.of(new FaultySource())));

  @Test
  void aNewRouteIsToldOfWithItsOwnGeneration() {
    faults.add("bad");
    Translation translation = fresh(route(KEY, 4, "bad", null), route(OTHER, 1, "good", null));

    Verdict verdict = requireNonNull(translation.verdicts().get(KEY));
    assertEquals(4, verdict.generation());
    assertEquals("TranslationFailed", verdict.problems().getFirst().reason());
    assertNull(verdict.quarantine());
    assertEquals(Set.of(KEY), translation.failed().keySet());
    assertTrue(requireNonNull(translation.verdicts().get(OTHER)).isAccepted());
    assertTrue(serves(translation, OTHER));
  }

  @Test
  void theLastGoodSpecServesOn() {
    faults.add("bad");
    Translation translation = fresh(route(KEY, 2, "bad", new LastGood(1, "good")));

    Verdict verdict = requireNonNull(translation.verdicts().get(KEY));
    assertEquals(1, requireNonNull(verdict.quarantine()).lastGood().generation());
    assertEquals("TranslationFailed", requireNonNull(verdict.quarantine()).reason());
    assertTrue(serves(translation, KEY));
  }

  @Test
  void aRouteThatFailsSinceAnotherObjectChangedStandsStill() {
    ClusterView view = view(route(KEY, 1, "good", null), route(OTHER, 1, "fine", null));
    Result first = translator.translate(view, Set.of(), Memo.EMPTY);
    faults.add("good");
    ClusterView with =
        view.with(new ServiceObject(SERVICE, "ClusterIP", List.of(ServicePort.tcp("", 80))));

    Result second = translator.translate(with, Set.of(SERVICE), first.memo());

    Translation now = second.translation();
    assertEquals(Set.of(KEY), now.failed().keySet());
    assertEquals(1, requireNonNull(now.verdicts().get(KEY)).servedGeneration());
    assertTrue(serves(now, KEY));
    assertEquals(List.of(), requireNonNull(now.verdicts().get(OTHER)).unresolved());

    faults.clear();
    ClusterView without = with.without(SERVICE);
    Translation mended =
        translator.translate(without, Set.of(SERVICE), second.memo()).translation();
    assertTrue(requireNonNull(mended.verdicts().get(KEY)).isAccepted());
  }

  @Test
  void anErrorIsNoOtherThanAnException() {
    faults.add("deep");
    Translation translation = fresh(route(KEY, 1, "deep", null), route(OTHER, 1, "good", null));

    assertTrue(serves(translation, OTHER));
    assertEquals(Set.of(KEY), translation.failed().keySet());
  }

  @Test
  void whatAnotherObjectOfTheNameWasIsNotServed() {
    ClusterView view = view(new RouteObject(KEY, "first", 0, 1, "good", null));
    Result first = translator.translate(view, Set.of(), Memo.EMPTY);
    faults.add("bad");
    ClusterView next = view.with(new RouteObject(KEY, "second", 0, 1, "bad", null));

    Translation now = translator.translate(next, Set.of(KEY), first.memo()).translation();

    assertEquals(0, requireNonNull(now.verdicts().get(KEY)).servedGeneration());
    assertEquals(FleetContent.EMPTY, now.content("default"));
  }

  private Translation fresh(RouteObject... routes) {
    return translator.translate(view(routes), Set.of(), Memo.EMPTY).translation();
  }

  private static ClusterView view(RouteObject... routes) {
    ClusterView view = ClusterView.empty(Settings.CLUSTER);
    for (RouteObject route : routes) {
      view = view.with(route);
    }
    return view;
  }

  private static RouteObject route(
      ObjectKey key, long generation, String spec, @Nullable LastGood lastGood) {
    return new RouteObject(key, 0, generation, spec, lastGood);
  }

  private static boolean serves(Translation translation, ObjectKey route) {
    return translation
        .content("default")
        .resources()
        .containsKey(ResourceId.route("faulty", route.namespace(), route.name(), "all"));
  }

  /** Fails on what is named among the faults. */
  private final class FaultySource implements RouteSource {
    @Override
    public String kind() {
      return "Faulty";
    }

    @Override
    public String group() {
      return "example.dev";
    }

    @Override
    public Reading read(RouteObject object, Object spec) {
      if (faults.contains(spec)) {
        if (spec.equals("deep")) {
          throw new StackOverflowError();
        }
        throw new IllegalStateException("nobody thought of this");
      }
      var all = new RequestMatch(new PathMatch.Prefix("/"), null, List.of(), List.of(), List.of());
      var backend = new Route.BackendRef("shop", "orders", 80, 1);
      var rule =
          new Route.Rule(
              "all",
              List.of(all),
              List.of(),
              List.of(backend),
              new LoadBalancer.RoundRobin(),
              Timeouts.NONE,
              List.of());
      return new Reading.Valid(new Route(object.key(), "default", 0, List.of("*"), List.of(rule)));
    }
  }
}
