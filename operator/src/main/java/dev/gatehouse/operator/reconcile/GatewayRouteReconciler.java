package dev.gatehouse.operator.reconcile;

import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.input.Reduction;
import dev.gatehouse.operator.input.kubernetes.ApiFailure;
import dev.gatehouse.operator.input.kubernetes.WatchedRoute;
import dev.gatehouse.operator.status.Conditions;
import dev.gatehouse.operator.status.Notices;
import dev.gatehouse.operator.view.ObjectKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the rebuild loop decided about a route into its status, and decides nothing itself.
 * It is called when a route or its standing changes, sees only the newest standing, and sends
 * nothing where the status says it already.
 */
@ControllerConfiguration(
    name = "gatewayroute",
    fieldManager = GatewayRouteReconciler.FIELD_MANAGER,
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = MaxReconciliationInterval.DEFAULT_INTERVAL))
public final class GatewayRouteReconciler implements Reconciler<WatchedRoute>, StandingListener {
  /** Owns the status in server-side apply. */
  public static final String FIELD_MANAGER = "gatehouse";

  private volatile SimpleInboundEventSource<WatchedRoute> standings = standings();
  private final Function<ObjectKey, @Nullable Standing> standing;
  private final Announcer announcer;
  private final InstantSource clock;
  private final StatusTroubles troubles = new StatusTroubles(System::nanoTime);

  public GatewayRouteReconciler(
      Function<ObjectKey, @Nullable Standing> standing, Announcer announcer, InstantSource clock) {
    this.standing = standing;
    this.announcer = announcer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, WatchedRoute>> prepareEventSources(
      EventSourceContext<WatchedRoute> context) {
    // Of one that is stopped, the end may come after the next one's beginning.
    SimpleInboundEventSource<WatchedRoute> fresh = standings();
    standings = fresh;
    return List.of(fresh);
  }

  private static SimpleInboundEventSource<WatchedRoute> standings() {
    return new SimpleInboundEventSource<>("standings");
  }

  @Override
  public void changed(Set<ObjectKey> routes) {
    if (!standings.isRunning()) {
      return; // At its start the framework asks for every route anyway.
    }
    for (ObjectKey route : routes) {
      if (route.kind().equals("GatewayRoute")) {
        if (standing.apply(route) == null) {
          troubles.ended(route);
        }
        standings.propagateEvent(new ResourceID(route.name(), route.namespace()));
      }
    }
  }

  @Override
  public UpdateControl<WatchedRoute> reconcile(WatchedRoute route, Context<WatchedRoute> context) {
    ObjectKey key = Reduction.key("GatewayRoute", route);
    Standing now = standing.apply(key);
    Long generation = route.getMetadata().getGeneration();
    if (now == null
        || now.undecided()
        || generation == null
        || !now.uid().equals(route.getMetadata().getUid())
        || isOlder(now, generation)
        || isKeptByAnother(route, now)) {
      return UpdateControl.noUpdate();
    }
    GatewayRouteStatus status =
        Conditions.of(now.verdict(), now.programming(), route.said(), clock.instant());
    if (Conditions.areIn(route.said(), status)) {
      troubles.ended(key);
      return UpdateControl.noUpdate();
    }
    Duration rest = troubles.rest(key, generation);
    if (rest.isPositive()) {
      return UpdateControl.<WatchedRoute>noUpdate().rescheduleAfter(rest);
    }
    Notices.between(route.said(), status).forEach(notice -> announcer.announce(route, notice));
    return UpdateControl.patchStatus(onlyStatus(route, status));
  }

  @Override
  public ErrorStatusUpdateControl<WatchedRoute> updateErrorStatus(
      WatchedRoute route, Context<WatchedRoute> context, Exception failure) {
    if (ApiFailure.isOutdated(failure)) {
      return ErrorStatusUpdateControl.defaultErrorProcessing();
    }
    ObjectKey key = Reduction.key("GatewayRoute", route);
    long generation = route.getMetadata().getGeneration();
    if (troubles.failed(key, generation, failure)) {
      announcer.announce(route, Notices.statusNotTaken(ApiFailure.reason(failure)));
    }
    return ErrorStatusUpdateControl.<WatchedRoute>noStatusUpdate()
        .rescheduleAfter(troubles.rest(key, generation));
  }

  /** Why no status can be written; null if any can. */
  @Nullable String refusal() {
    return troubles.refusal();
  }

  /**
   * The verdict on this generation is on its way, and will bring us here again; as will that on
   * this object, where the one at hand is about another of its name.
   */
  private static boolean isOlder(Standing standing, long generation) {
    return standing.verdict().generation() < generation;
  }

  /** What stands in for the route was kept by an operator of another version, and is kept on. */
  private static boolean isKeptByAnother(WatchedRoute route, Standing now) {
    WatchedRoute.Status status = route.getStatus();
    return status != null && !status.isComplete() && !now.verdict().isAccepted();
  }

  private static WatchedRoute onlyStatus(WatchedRoute route, GatewayRouteStatus status) {
    var patch = new WatchedRoute();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(route.getMetadata().getName())
            .withNamespace(route.getMetadata().getNamespace())
            .build());
    patch.setStatus(new WatchedRoute.Status(status, true));
    return patch;
  }
}
