package dev.gatehouse.operator.reconcile;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.crds.v1alpha1.DirectResponse;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.PathMatch;
import dev.gatehouse.crds.v1alpha1.RouteFilter;
import dev.gatehouse.crds.v1alpha1.RouteMatch;
import dev.gatehouse.crds.v1alpha1.RouteRule;
import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.status.Programming;
import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RebuildLoopTest {
  private static final ObjectKey ROUTE = new ObjectKey("GatewayRoute", "shop", "orders");
  private static final ResourceId RULE = ResourceId.route("gatewayroute", "shop", "orders", "all");
  private static final Pod A = pod("a", true);
  private static final Pod B = pod("b", true);

  private final Published publishing = new Published();
  private final Map<ObjectKey, StatusBefore.Told> told = new HashMap<>();
  private final List<Set<ObjectKey>> changed = new ArrayList<>();
  private long millis = 1_000_000;
  private boolean deaf;
  private RebuildLoop loop = start();

  @Test
  void doesNothingBeforeEverythingIsKnown() {
    loop.pods(Set.of(A));

    assertEquals(Map.of(), publishing.contents);
    assertFalse(loop.hasTranslated());
  }

  @Test
  void publishesAFleetThatHasNoRouteYet() {
    loop.pods(Set.of(A));
    loop.changed(Changes.NONE);

    assertEquals(Map.of("default", FleetContent.EMPTY), publishing.contents);
  }

  @Test
  void isLiveOnceEveryReadyPodHasAcknowledged() {
    loop.pods(Set.of(A, B, pod("starting", false)));
    loop.changed(with(route(1, "one")));

    assertTrue(standing().undecided());
    acknowledge(A);
    assertEquals(State.Pending, standing().programming().state());
    assertEquals("1/2", standing().programming().detail());
    acknowledge(B);

    assertEquals(State.Live, standing().programming().state());
    assertEquals(1, standing().programming().liveGeneration());
  }

  @Test
  void isPendingWithoutAPodAndLiveWithTheFirstOne() {
    loop.changed(with(route(1, "one")));
    pass(60);

    assertEquals(State.Pending, standing().programming().state());
    assertFalse(standing().undecided());

    loop.pods(Set.of(pod("a", false)));
    acknowledge(A);
    assertEquals(State.Live, standing().programming().state());
  }

  @Test
  void saysWhichShareOfThePodsLags() {
    loop.pods(Set.of(A, B));
    loop.changed(with(route(1, "one")));
    acknowledge(A);
    pass(9);
    assertEquals(State.Pending, standing().programming().state());
    pass(1);

    assertEquals(State.Lagging, standing().programming().state());
    assertEquals("1/2", standing().programming().detail());

    acknowledge(B);
    assertEquals(State.Live, standing().programming().state());
  }

  @Test
  void doesNotWaitForAPodThatIsGone() {
    loop.pods(Set.of(A, B));
    loop.changed(with(route(1, "one")));
    acknowledge(A);
    loop.pods(Set.of(A));

    assertEquals(State.Live, standing().programming().state());
  }

  @Test
  void isQuietWhenPodsComeAndLag() {
    loop.pods(Set.of(A));
    loop.changed(with(route(1, "one")));
    acknowledge(A);
    changed.clear();

    loop.pods(Set.of(A, B));
    pass(60);
    loop.pods(Set.of());
    pass(60);

    assertEquals(List.of(), changed);
    assertEquals(State.Live, standing().programming().state());
  }

  @Test
  void onlyNewlyChangedRoutesLag() {
    loop.pods(Set.of(A));
    loop.changed(with(route(1, "one")));
    acknowledge(A);
    ObjectKey other = new ObjectKey("GatewayRoute", "shop", "other");
    loop.changed(with(new RouteObject(other, 0, 1, spec("x"), null)));
    pass(20);

    assertEquals(State.Live, standing().programming().state());
    assertEquals(State.Lagging, requireNonNull(loop.standing(other)).programming().state());
  }

  @Test
  void keepsQuietAfterARestart() {
    told.put(ROUTE, new StatusBefore.Told(1, 1));
    loop.pods(Set.of(A));
    loop.changed(with(route(1, "one")));

    assertEquals(State.Live, standing().programming().state());
    assertFalse(standing().undecided());
    acknowledge(A);
    pass(60);
    assertEquals(List.of(Set.of(ROUTE)), changed);
  }

  @Test
  void aRefusalBringsTheLastGoodFormToEveryPod() {
    loop.pods(Set.of(A, B));
    loop.changed(with(route(1, "one")));
    acknowledge(A);
    acknowledge(B);
    Encoded good = publishing.rule();

    loop.changed(with(route(2, "two")));
    Encoded bad = publishing.rule();
    acknowledge(A);
    refuse(B, bad);

    assertEquals(good, publishing.rule());
    assertEquals(1, requireNonNull(standing().verdict().quarantine()).lastGood().generation());
    acknowledge(A);
    acknowledge(B);
    assertEquals(good, publishing.rule(), "an acknowledgement without it takes nothing back");
    assertEquals(1, standing().programming().liveGeneration());

    loop.changed(with(route(3, "three")));
    acknowledge(A);
    acknowledge(B);
    assertNull(standing().verdict().quarantine());
    assertEquals(3, standing().programming().liveGeneration());
  }

  @Test
  void aRefusalIsForgottenWithThePodThatRefused() {
    loop.pods(Set.of(A, B));
    loop.changed(with(route(1, "one")));
    acknowledge(A);
    acknowledge(B);
    loop.changed(with(route(2, "two")));
    Encoded bad = publishing.rule();
    acknowledge(A);
    refuse(B, bad);

    loop.pods(Set.of(A, pod("c", true)));

    assertEquals(bad, publishing.rule());
    assertNull(standing().verdict().quarantine());
  }

  @Test
  void aRouteOfTheSameNameStartsAnew() {
    loop.pods(Set.of(A));
    loop.changed(with(route(1, "one")));
    acknowledge(A);
    loop.changed(with(route(2, "two")));
    refuse(A, publishing.rule());
    assertEquals(1, standing().programming().liveGeneration());

    loop.changed(new Changes(Map.of(), Set.of(ROUTE)));
    assertNull(loop.standing(ROUTE));
    assertEquals(FleetContent.EMPTY, publishing.contents.get("default"));

    loop.changed(with(route(1, "two")));
    assertNull(standing().verdict().quarantine());
    refuse(A, publishing.rule());
    assertNull(standing().verdict().quarantine(), "there is nothing good to fall back to");
    assertFalse(standing().verdict().isAccepted());
  }

  @Test
  void anotherObjectOfTheSameNameStartsAnewThoughNoDeletionWasSeen() {
    loop.pods(Set.of(A));
    loop.changed(with(object("first", 1, "one")));
    acknowledge(A);
    assertEquals(1, standing().programming().liveGeneration());

    loop.changed(with(object("second", 1, "two")));
    assertEquals("second", standing().uid());
    assertEquals(State.Pending, standing().programming().state());
    assertEquals(0, standing().programming().liveGeneration());

    refuse(A, publishing.rule());
    assertNull(standing().verdict().quarantine(), "what the first one was is not its last good");
    assertFalse(standing().verdict().isAccepted());
  }

  @Test
  void anotherObjectThatSaysTheSameIsLiveToo() {
    loop.pods(Set.of(A));
    loop.changed(with(object("first", 1, "one")));
    acknowledge(A);
    changed.clear();

    loop.changed(with(object("second", 1, "one")));

    assertEquals(List.of(Set.of(ROUTE)), changed, "its status has yet to be written");
    assertEquals(State.Live, standing().programming().state());
  }

  @Test
  void anObjectThatIsDeletedAndMadeAgainAtOnceIsLiveToo() {
    var tasks = new ArrayList<Runnable>();
    loop = start(tasks::add);
    loop.pods(Set.of(A));
    loop.changed(with(object("first", 1, "one")));
    run(tasks);
    acknowledge(A);
    run(tasks);
    changed.clear();

    loop.changed(new Changes(Map.of(), Set.of(ROUTE)));
    loop.changed(with(object("second", 1, "one")));
    run(tasks);

    assertEquals(List.of(Set.of(ROUTE)), changed);
    assertEquals(State.Live, standing().programming().state());
  }

  @Test
  void aPodThatWasUpgradedIsAskedAfresh() {
    Pod old = upgraded("1.0");
    Pod recent = upgraded("1.1");
    loop.pods(Set.of(old, B));
    loop.changed(with(route(1, "one")));
    acknowledge(old);
    acknowledge(B);
    loop.changed(with(route(2, "two")));
    Encoded bad = publishing.rule();
    refuse(old, bad);
    acknowledge(B);
    loop.pods(Set.of(old, B));
    assertEquals(1, requireNonNull(standing().verdict().quarantine()).lastGood().generation());

    loop.pods(Set.of(recent, B));
    refuse(old, bad);

    assertEquals(bad, publishing.rule(), "what the old one said last is no longer heard");
    assertNull(standing().verdict().quarantine());
    acknowledge(recent);
    acknowledge(B);
    assertEquals(2, standing().programming().liveGeneration());
  }

  @Test
  void anObjectThatTheTranslatorFailsOnStopsNothingElse() {
    loop.pods(Set.of(A));
    ObjectKey broken = new ObjectKey("GatewayRoute", "shop", "broken");
    loop.changed(with(new RouteObject(broken, 0, 1, spec("ok"), null)));
    Encoded served =
        requireNonNull(
            requireNonNull(publishing.contents.get("default"))
                .resources()
                .get(ResourceId.route("gatewayroute", "shop", "broken", "all")));

    // No spec that its source understands: a fault of ours that no schema keeps away.
    var upserted =
        Map.<ObjectKey, ClusterObject>of(
            broken, new RouteObject(broken, 0, 2, "nonsense", null), ROUTE, route(1, "one"));
    loop.changed(new Changes(upserted, Set.of()));

    assertTrue(requireNonNull(publishing.contents.get("default")).resources().containsKey(RULE));
    assertEquals(
        served, requireNonNull(publishing.contents.get("default")).resources().get(served.id()));
    Verdict verdict = requireNonNull(loop.standing(broken)).verdict();
    assertEquals("TranslationFailed", verdict.problems().getFirst().reason());
    assertEquals(2, verdict.generation());
    assertEquals(1, verdict.servedGeneration(), "what it was before serves on");
  }

  @Test
  void whatAStatusHoldsBackComesInTheEnd() {
    told.put(ROUTE, new StatusBefore.Told(1, 0));
    loop.pods(Set.of(pod("a", false)));
    loop.changed(with(route(1, "one")));
    assertTrue(standing().undecided(), "a restart writes nothing that it doesn't know yet");

    pass(10);

    assertFalse(standing().undecided(), "no pod is ever Ready, so nobody decides");
  }

  @Test
  void saysThatAGatewayHasNoPods() {
    loop.changed(with(route(1, "one")));
    assertEquals("0/0", standing().programming().detail(), "it isn't known yet");

    loop.pods(Set.of(new Pod("x", "other", URI.create("http://x"), true)));
    assertEquals(Programming.NO_PODS, standing().programming().detail());

    loop.pods(Set.of(pod("a", false)));
    assertEquals("0/0", standing().programming().detail());
  }

  @Test
  void whatPodsRefusedBeforeARestartIsNotServedAgain() {
    loop.pods(Set.of(A));
    loop.changed(with(quarantined()));

    assertEquals(1, requireNonNull(standing().verdict().quarantine()).lastGood().generation());
    assertEquals("a pod refuses rule all", standing().verdict().problems().getFirst().message());
    acknowledge(A);
    pass(60);
    assertEquals(1, standing().programming().liveGeneration());

    loop.pods(Set.of(A, B));
    assertNull(standing().verdict().quarantine(), "the new pod may take it");
    refuse(B, publishing.rule());
    assertEquals(1, requireNonNull(standing().verdict().quarantine()).lastGood().generation());
  }

  @Test
  void aDoubtIsAboutOneGenerationOfOneObject() {
    loop.changed(with(quarantined()));
    loop.changed(with(route(3, "three")));
    assertNull(standing().verdict().quarantine());

    loop.changed(with(quarantined()));
    loop.changed(new Changes(Map.of(), Set.of(ROUTE)));
    loop.changed(with(route(2, "two")));
    assertTrue(standing().verdict().isAccepted());
  }

  @Test
  void whoCouldNotListenIsToldAgain() {
    deaf = true;
    loop.changed(with(route(1, "one")));
    assertEquals(List.of(), changed);

    deaf = false;
    loop.tick();

    assertEquals(List.of(Set.of(ROUTE)), changed);
  }

  @Test
  void aNewObjectThatTheTranslatorFailsOnIsToldOf() {
    loop.changed(with(new RouteObject(ROUTE, 0, 3, "nonsense", null)));

    Verdict verdict = standing().verdict();
    assertEquals("TranslationFailed", verdict.problems().getFirst().reason());
    assertEquals(3, verdict.generation());
    assertFalse(verdict.isServed());
  }

  @Test
  void aTurnThatFailsIsTriedAgainWithAllThatItWasAbout() {
    publishing.failure = new StackOverflowError("in the first turn");
    loop.pods(Set.of(A));
    loop.changed(with(route(1, "one")));
    assertEquals(Map.of(), publishing.contents);
    loop.tick();
    assertEquals(Map.of(), publishing.contents, "nothing empty takes the place of what failed");

    publishing.failure = null;
    loop.tick();

    assertTrue(requireNonNull(publishing.contents.get("default")).resources().containsKey(RULE));
    acknowledge(A);
    assertEquals(State.Live, standing().programming().state());
  }

  private Standing standing() {
    return requireNonNull(loop.standing(ROUTE));
  }

  private void acknowledge(Pod pod) {
    loop.acknowledged(pod, new Ack(publishing.version(), List.of()));
  }

  private void refuse(Pod pod, Encoded form) {
    var rejection = new Ack.Rejection(form.id(), form.hash(), "INVALID_RESOURCE", "no");
    loop.acknowledged(pod, new Ack(publishing.version(), List.of(rejection)));
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      millis += 1_000;
      loop.tick();
    }
  }

  private void hear(Set<ObjectKey> routes) {
    if (deaf) {
      throw new IllegalStateException("not now");
    }
    changed.add(routes);
  }

  private RouteObject quarantined() {
    told.put(ROUTE, new StatusBefore.Told(2, 1, "a pod refuses rule all"));
    return new RouteObject(ROUTE, 0, 2, spec("two"), new LastGood(1, spec("one")));
  }

  private static void run(List<Runnable> tasks) {
    while (!tasks.isEmpty()) {
      tasks.removeFirst().run();
    }
  }

  private RebuildLoop start() {
    return start(Runnable::run);
  }

  private RebuildLoop start(Executor executor) {
    return new RebuildLoop(
        ClusterView.Settings.CLUSTER,
        new Translator(Sources.standard()),
        publishing,
        route -> told.getOrDefault(route, new StatusBefore.Told(0, 0)),
        this::hear,
        executor,
        () -> Instant.ofEpochMilli(millis),
        Duration.ofSeconds(10));
  }

  private static Changes with(ClusterObject object) {
    return new Changes(Map.of(object.key(), object), Set.of());
  }

  private static RouteObject route(long generation, String body) {
    return new RouteObject(ROUTE, 0, generation, spec(body), null);
  }

  private static RouteObject object(String uid, long generation, String body) {
    return new RouteObject(ROUTE, uid, 0, generation, spec(body), null);
  }

  private static Pod upgraded(String version) {
    return new Pod(A.name(), A.fleet(), A.pushAddress(), true, version);
  }

  static GatewayRouteSpec spec(String body) {
    var path = new PathMatch(PathMatch.Type.PathPrefix, "/" + body);
    var answer =
        new RouteFilter(
            RouteFilter.Type.DirectResponse,
            null,
            null,
            null,
            null,
            new DirectResponse(200, "text/plain", body));
    var rule =
        new RouteRule(
            "all",
            List.of(new RouteMatch(path, null, null, null, null)),
            List.of(answer),
            null,
            null,
            null);
    return new GatewayRouteSpec(null, null, null, List.of(rule));
  }

  private static Pod pod(String name, boolean ready) {
    return new Pod(name, "default", URI.create("http://" + name), ready);
  }

  private static final class Published implements Publishing {
    final Map<String, FleetContent> contents = new HashMap<>();
    private long sequence;
    @Nullable Error failure;

    @Override
    public void pods(Set<Pod> all) {}

    @Override
    public long publish(String fleet, FleetContent content, Delta delta) {
      if (failure != null) {
        throw failure;
      }
      contents.put(fleet, content);
      return ++sequence;
    }

    Encoded rule() {
      return requireNonNull(requireNonNull(contents.get("default")).resources().get(RULE));
    }

    SnapshotVersion version() {
      return new SnapshotVersion(1, sequence, requireNonNull(contents.get("default")).hash().hex());
    }
  }
}
