package dev.gatehouse.operator.reconcile;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.input.kubernetes.WatchedRoute;
import dev.gatehouse.operator.status.Programming;
import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ObjectKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatewayRouteReconcilerTest {
  private static final ObjectKey ORDERS = new ObjectKey("GatewayRoute", "shop", "orders");

  /** Nothing of it is needed: what there is to know the loop knows. */
  private static final Context<WatchedRoute> CONTEXT = unused();

  private @Nullable Standing standing;

  @Test
  void aVerdictOnTheGenerationAtHandIsWritten() {
    standing = standing("a", 3, false);

    UpdateControl<WatchedRoute> control = reconcile(route("a", 3, null));

    assertTrue(control.isPatchStatus());
    GatewayRouteStatus written = requireNonNull(control.getResource().orElseThrow().said());
    assertEquals(3, written.observedGeneration());
  }

  @Test
  void whatTheStatusSaysAlreadyIsNotWrittenAgain() {
    standing = standing("a", 3, false);
    UpdateControl<WatchedRoute> first = reconcile(route("a", 3, null));
    GatewayRouteStatus written = first.getResource().orElseThrow().said();

    assertTrue(reconcile(route("a", 3, written)).isNoUpdate());
  }

  /** It would hide for a moment that the newest one was not judged yet. */
  @Test
  void aVerdictOnAnOlderGenerationIsNotWritten() {
    standing = standing("a", 2, false);

    assertTrue(reconcile(route("a", 3, null)).isNoUpdate());
  }

  @Test
  void aVerdictOnAnotherObjectOfTheNameIsNotWritten() {
    standing = standing("the one before", 3, false);

    assertTrue(reconcile(route("a", 3, null)).isNoUpdate());
  }

  @Test
  void nothingIsWrittenWhilePodsHaveYetToSaySomething() {
    standing = standing("a", 3, true);

    assertTrue(reconcile(route("a", 3, null)).isNoUpdate());
  }

  @Test
  void whoKnowsNothingOfARouteWritesNothing() {
    assertTrue(reconcile(route("a", 3, null)).isNoUpdate());
  }

  private UpdateControl<WatchedRoute> reconcile(WatchedRoute route) {
    return new GatewayRouteReconciler(
            key -> key.equals(ORDERS) ? standing : null, (_, _) -> {}, InstantSource.system())
        .reconcile(route, CONTEXT);
  }

  private static WatchedRoute route(
      String uid, long generation, @Nullable GatewayRouteStatus status) {
    var route = new WatchedRoute();
    route.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("orders")
            .withUid(uid)
            .withGeneration(generation)
            .build());
    if (status != null) {
      route.setStatus(new WatchedRoute.Status(status, true));
    }
    return route;
  }

  private static Standing standing(String uid, long generation, boolean undecided) {
    var verdict =
        new Verdict(
            ORDERS,
            generation,
            "default",
            List.of("a.example"),
            List.of(),
            List.of(),
            List.of(),
            null,
            Set.of(),
            null);
    return new Standing(uid, verdict, new Programming(State.Live, generation, "1/1"), undecided);
  }

  @SuppressWarnings("unchecked") // A proxy of an interface knows nothing of its type parameters.
  private static Context<WatchedRoute> unused() {
    return (Context<WatchedRoute>)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (_, method, _) -> {
              throw new AssertionError(method + " is asked");
            });
  }
}
