package dev.gatehouse.operator.reconcile;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.crds.v1alpha1.DirectResponse;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.PathMatch;
import dev.gatehouse.crds.v1alpha1.RouteFilter;
import dev.gatehouse.crds.v1alpha1.RouteMatch;
import dev.gatehouse.crds.v1alpha1.RouteRule;
import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ClusterObject;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild loop with everything around it in the test's hand: a clock, pods, statuses from before,
 * and what was published. A turn runs as soon as there is something to do, unless it is held.
 */
final class LoopUnderTest {
  static final ObjectKey ROUTE = new ObjectKey("GatewayRoute", "shop", "orders");
  static final ResourceId RULE = ResourceId.route("gatewayroute", "shop", "orders", "all");
  static final Pod A = pod("a", true);
  static final Pod B = pod("b", true);

  final Published published = new Published();

  /** What statuses told when the loop began. */
  final Map<ObjectKey, StatusBefore.Told> told = new HashMap<>();

  /** The routes that the listener was told of, call by call. */
  final List<Set<ObjectKey>> heard = new ArrayList<>();

  /** Whether the listener fails. */
  boolean deaf;

  private final Queue<Runnable> held = new ArrayDeque<>();
  private boolean holding;
  private long millis = 1_000_000;

  private final RebuildLoop loop =
      new RebuildLoop(
          ClusterView.Settings.CLUSTER,
          new Translator(Sources.standard()),
          published,
          route -> told.getOrDefault(route, new StatusBefore.Told(0, 0)),
          this::hear,
          this::execute,
          () -> Instant.ofEpochMilli(millis),
          Duration.ofSeconds(10));

  /** One of a process that leads. */
  LoopUnderTest() {
    this(true);
  }

  private LoopUnderTest(boolean leads) {
    if (leads) {
      loop.lead();
    }
  }

  /** One of a process that doesn't lead yet. */
  static LoopUnderTest following() {
    return new LoopUnderTest(false);
  }

  void lead() {
    loop.lead();
  }

  void follow() {
    loop.follow();
  }

  void pods(Pod... all) {
    loop.pods(Set.of(all));
  }

  void changed(Changes changes) {
    loop.changed(changes);
  }

  void changed(ClusterObject object) {
    changed(new Changes(Map.of(object.key(), object), Set.of()));
  }

  void deleted(ObjectKey key) {
    changed(new Changes(Map.of(), Set.of(key)));
  }

  void tick() {
    loop.tick();
  }

  /** What comes in during the action is there before the next turn begins. */
  void inOneTurn(Runnable action) {
    holding = true;
    action.run();
    holding = false;
    while (!held.isEmpty()) {
      held.remove().run();
    }
  }

  /** The pod has taken what was published last. */
  void acknowledge(Pod pod) {
    loop.acknowledged(pod, new Ack(published.version(), List.of()));
  }

  /** The same, but for this resource. */
  void refuse(Pod pod, Encoded form) {
    var rejection = new Ack.Rejection(form.id(), form.hash(), "INVALID_RESOURCE", "no");
    loop.acknowledged(pod, new Ack(published.version(), List.of(rejection)));
  }

  void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      millis += 1_000;
      loop.tick();
    }
  }

  boolean hasTranslated() {
    return loop.hasTranslated();
  }

  /** Of {@link #ROUTE}, which has to be there. */
  Standing standing() {
    return requireNonNull(standing(ROUTE));
  }

  @Nullable Standing standing(ObjectKey route) {
    return loop.standing(route);
  }

  static RouteObject route(long generation, String body) {
    return object("", generation, body);
  }

  static RouteObject object(String uid, long generation, String body) {
    return new RouteObject(ROUTE, uid, 0, generation, spec(body), null);
  }

  static Pod pod(String name, boolean ready) {
    return new Pod(name, "default", URI.create("http://" + name), ready);
  }

  /** One rule that answers with {@code body} below the path of that name. */
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

  private void hear(Set<ObjectKey> routes) {
    if (deaf) {
      throw new IllegalStateException("not now");
    }
    heard.add(routes);
  }

  private void execute(Runnable task) {
    if (holding) {
      held.add(task);
    } else {
      task.run();
    }
  }

  /** Takes everything, unless it has to fail. */
  static final class Published implements Publishing {
    final Map<String, FleetContent> contents = new HashMap<>();
    @Nullable Error failure;
    private long sequence;

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

    @Override
    public void forget(String fleet) {
      contents.remove(fleet);
    }

    /** That of {@link #ROUTE}, which has to be there. */
    Encoded rule() {
      return requireNonNull(resource(RULE));
    }

    @Nullable Encoded resource(ResourceId id) {
      return requireNonNull(contents.get("default")).resources().get(id);
    }

    private SnapshotVersion version() {
      return new SnapshotVersion(1, sequence, requireNonNull(contents.get("default")).hash().hex());
    }
  }
}
