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

  private final SimpleInboundEventSource<WatchedRoute> standings =
      new SimpleInboundEventSource<>("standings");
  private final Function<ObjectKey, @Nullable Standing> standing;
  private final Announcer announcer;
  private final InstantSource clock;
  private volatile @Nullable Refusal refusal;

  private record Refusal(ObjectKey route, String reason) {}

  public GatewayRouteReconciler(
      Function<ObjectKey, @Nullable Standing> standing, Announcer announcer, InstantSource clock) {
    this.standing = standing;
    this.announcer = announcer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, WatchedRoute>> prepareEventSources(
      EventSourceContext<WatchedRoute> context) {
    return List.of(standings);
  }

  @Override
  public void changed(Set<ObjectKey> routes) {
    if (!standings.isRunning()) {
      return; // At its start the framework asks for every route anyway.
    }
    for (ObjectKey route : routes) {
      if (route.kind().equals("GatewayRoute")) {
        standings.propagateEvent(new ResourceID(route.name(), route.namespace()));
      }
    }
  }

  @Override
  public UpdateControl<WatchedRoute> reconcile(WatchedRoute route, Context<WatchedRoute> context) {
    ObjectKey key = key(route);
    Standing now = standing.apply(key);
    Long generation = route.getMetadata().getGeneration();
    Refusal before = refusal;
    if (before != null && before.route.equals(key)) {
      refusal = null; // It is tried again, or no more.
    }
    if (now == null
        || now.undecided()
        || generation == null
        || !now.uid().equals(route.getMetadata().getUid())
        || isOlder(now, generation)) {
      return UpdateControl.noUpdate();
    }
    GatewayRouteStatus status =
        Conditions.of(now.verdict(), now.programming(), route.getStatus(), clock.instant());
    if (Conditions.areIn(route.getStatus(), status)) {
      return UpdateControl.noUpdate();
    }
    Notices.between(route.getStatus(), status).forEach(notice -> announcer.announce(route, notice));
    return UpdateControl.patchStatus(onlyStatus(route, status));
  }

  @Override
  public ErrorStatusUpdateControl<WatchedRoute> updateErrorStatus(
      WatchedRoute route, Context<WatchedRoute> context, Exception failure) {
    if (ApiFailure.isRefusal(failure)) {
      refusal = new Refusal(key(route), ApiFailure.reason(failure));
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }

  /** Why the status of some route can't be written; null if each is. */
  @Nullable String refusal() {
    Refusal last = refusal;
    return last == null || standing.apply(last.route) == null ? null : last.reason;
  }

  private static ObjectKey key(WatchedRoute route) {
    return Reduction.key("GatewayRoute", route);
  }

  /**
   * The verdict on this generation is on its way, and will bring us here again; as will that on
   * this object, where the one at hand is about another of its name.
   */
  private static boolean isOlder(Standing standing, long generation) {
    return standing.verdict().isAccepted() && standing.verdict().generation() < generation;
  }

  private static WatchedRoute onlyStatus(WatchedRoute route, GatewayRouteStatus status) {
    var patch = new WatchedRoute();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(route.getMetadata().getName())
            .withNamespace(route.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    return patch;
  }
}
