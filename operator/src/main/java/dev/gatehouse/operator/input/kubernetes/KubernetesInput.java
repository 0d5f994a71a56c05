package dev.gatehouse.operator.input.kubernetes;

import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.input.Reduction;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1beta1.ReferenceGrant;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a cluster. The first thing it tells is everything, once every kind has been
 * listed; before that nothing, since half a cluster looks like one whose other half was deleted.
 */
public final class KubernetesInput implements AutoCloseable {
  /** Which hosts routes of a namespace may claim. */
  private static final String ALLOWED_HOSTNAMES = "gatehouse.dev/allowed-hostnames";

  private static final long LOOK_SECONDS = 2;

  private final Consumer<Changes> listener;
  private final ScheduledExecutorService scheduler;
  private final List<KindInput<?>> kinds = new ArrayList<>();
  private final KindInput<WatchedRoute> routes;
  private final OptionalKind<ReferenceGrant> grants;
  private @Nullable Future<?> looking;
  private int unsynced;

  /** A reader of {@code client}'s cluster that begins with {@link #start}. */
  public KubernetesInput(
      KubernetesClient client, ScheduledExecutorService scheduler, Consumer<Changes> listener) {
    this.listener = listener;
    this.scheduler = scheduler;
    routes = add(client, WatchedRoute.class, Set.of(), _ -> {}, KubernetesInput::reduced);
    add(client, Service.class, Set.of(), service -> service.setStatus(null), Reduction::of);
    add(client, EndpointSlice.class, Set.of(), _ -> {}, Reduction::of);
    add(client, Namespace.class, Set.of(ALLOWED_HOSTNAMES), _ -> {}, Reduction::of);
    grants =
        new OptionalKind<>(
            client,
            ReferenceGrant.class,
            scheduler,
            () -> add(client, ReferenceGrant.class, Set.of(), _ -> {}, Reduction::of));
  }

  public synchronized void start() {
    unsynced = kinds.size() + 1;
    List.copyOf(kinds).forEach(kind -> kind.watch().start(this::synced));
    grants.start(this::synced, this::appeared, this::vanished);
    looking =
        scheduler.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Not under the lock, since it waits for the API server. */
  private void look() {
    List<KindInput<?>> all;
    synchronized (this) {
      all = List.copyOf(kinds);
    }
    all.forEach(kind -> kind.watch().look());
  }

  /** What keeps from knowing the whole cluster; empty once it is known. */
  public synchronized List<String> problems() {
    var problems = new ArrayList<String>();
    for (KindInput<?> kind : kinds) {
      String problem = kind.watch().problem();
      if (problem != null) {
        problems.add(problem);
      }
    }
    String grantsProblem = grants.problem();
    if (grantsProblem != null) {
      problems.add(grantsProblem);
    }
    return problems;
  }

  private static @Nullable ClusterObject reduced(WatchedRoute route) {
    WatchedRoute.Spec spec = route.getSpec();
    return Reduction.route(route, spec == null ? null : spec.value(), route.said());
  }

  /** The status of a route as last seen; null where there is none. */
  public @Nullable GatewayRouteStatus status(ObjectKey route) {
    WatchedRoute object = routes.watch().get(route.namespace() + "/" + route.name());
    return object == null ? null : object.said();
  }

  @Override
  public void close() {
    grants.close();
    synchronized (this) {
      if (looking != null) {
        looking.cancel(false);
      }
      kinds.forEach(kind -> kind.watch().close());
    }
  }

  private synchronized <T extends HasMetadata> KindInput<T> add(
      KubernetesClient client,
      Class<T> type,
      Set<String> annotations,
      Consumer<T> trim,
      Function<T, @Nullable ClusterObject> reduce) {
    var own = new Changed();
    var watch =
        new KindWatch<>(
            type, client.resources(type).inAnyNamespace(), new SlimStore<>(annotations, trim), own);
    var input = new KindInput<>(watch, reduce);
    own.input = input;
    kinds.add(input);
    return input;
  }

  private synchronized void synced() {
    unsynced--;
    if (unsynced == 0) {
      var all = new HashMap<ObjectKey, ClusterObject>();
      kinds.forEach(kind -> all.putAll(kind.all()));
      listener.accept(new Changes(all, Set.of()));
    }
  }

  /** A kind was installed later: its objects come as changes. */
  private synchronized void appeared(KindInput<?> kind) {
    if (unsynced == 0) {
      listener.accept(new Changes(kind.all(), Set.of()));
    }
  }

  /** A kind was uninstalled: what was permitted by its objects no longer is. */
  private synchronized void vanished(KindInput<?> kind) {
    kinds.remove(kind);
    if (unsynced == 0) {
      listener.accept(new Changes(Map.of(), kind.all().keySet()));
    }
  }

  /** An object of one kind changed; until all is known, the listing to come will show how. */
  private final class Changed implements Consumer<String> {
    private @Nullable KindInput<?> input;

    @Override
    public void accept(String key) {
      synchronized (KubernetesInput.this) {
        if (unsynced == 0 && input != null && kinds.contains(input)) {
          ClusterObject now = input.now(key);
          listener.accept(
              now == null
                  ? new Changes(Map.of(), Set.of(input.objectKey(key)))
                  : new Changes(Map.of(now.key(), now), Set.of()));
        }
      }
    }
  }
}
