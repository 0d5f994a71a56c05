package dev.gatehouse.operator.reconcile;

import static dev.gatehouse.operator.reconcile.LoopUnderTest.A;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.B;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.ROUTE;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.pod;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.route;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.spec;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.crds.v1alpha1.BackendRef;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.RouteRule;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.translate.Finding;
import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the loop does about what pods refuse, or refused before it began. */
class LoopRefusalsTest {
  private static final ResourceId UPSTREAM = ResourceId.upstream("shop", "orders", 80);

  private final LoopUnderTest loop = new LoopUnderTest();

  @Test
  void aRefusalBringsTheLastGoodFormToEveryPod() {
    loop.pods(A, B);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    loop.acknowledge(B);
    Encoded good = loop.published.rule();

    loop.changed(route(2, "two"));
    Encoded bad = loop.published.rule();
    loop.acknowledge(A);
    loop.refuse(B, bad);

    assertEquals(good, loop.published.rule());
    assertEquals(1, requireNonNull(loop.standing().verdict().quarantine()).lastGood().generation());
    loop.acknowledge(A);
    loop.acknowledge(B);
    assertEquals(good, loop.published.rule(), "an acknowledgement without it takes nothing back");
    assertEquals(1, loop.standing().programming().liveGeneration());

    loop.changed(route(3, "three"));
    loop.acknowledge(A);
    loop.acknowledge(B);
    assertNull(loop.standing().verdict().quarantine());
    assertEquals(3, loop.standing().programming().liveGeneration());
  }

  @Test
  void aRefusalIsForgottenWithThePodThatRefused() {
    loop.pods(A, B);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    loop.acknowledge(B);
    loop.changed(route(2, "two"));
    Encoded bad = loop.published.rule();
    loop.acknowledge(A);
    loop.refuse(B, bad);

    loop.pods(A, pod("c", true));

    assertEquals(bad, loop.published.rule());
    assertNull(loop.standing().verdict().quarantine());
  }

  @Test
  void aPodThatWasUpgradedIsAskedAfresh() {
    Pod old = upgraded("1.0");
    Pod recent = upgraded("1.1");
    loop.pods(old, B);
    loop.changed(route(1, "one"));
    loop.acknowledge(old);
    loop.acknowledge(B);
    loop.changed(route(2, "two"));
    Encoded bad = loop.published.rule();
    loop.refuse(old, bad);
    loop.acknowledge(B);
    loop.pods(old, B);
    assertEquals(1, requireNonNull(loop.standing().verdict().quarantine()).lastGood().generation());

    loop.pods(recent, B);
    loop.refuse(old, bad);

    assertEquals(bad, loop.published.rule(), "what the old one said last is no longer heard");
    assertNull(loop.standing().verdict().quarantine());
    loop.acknowledge(recent);
    loop.acknowledge(B);
    assertEquals(2, loop.standing().programming().liveGeneration());
  }

  @Test
  void whatPodsRefusedBeforeARestartIsNotServedAgain() {
    loop.pods(A);
    loop.changed(quarantined());

    assertEquals(1, requireNonNull(loop.standing().verdict().quarantine()).lastGood().generation());
    assertEquals(
        "a pod refuses rule all", loop.standing().verdict().problems().getFirst().message());
    loop.acknowledge(A);
    loop.pass(60);
    assertEquals(1, loop.standing().programming().liveGeneration());

    loop.pods(A, B);
    assertNull(loop.standing().verdict().quarantine(), "the new pod may take it");
    loop.refuse(B, loop.published.rule());
    assertEquals(1, requireNonNull(loop.standing().verdict().quarantine()).lastGood().generation());
  }

  @Test
  void aDoubtIsAboutOneGenerationOfOneObject() {
    loop.changed(quarantined());
    loop.changed(route(3, "three"));
    assertNull(loop.standing().verdict().quarantine());

    loop.changed(quarantined());
    loop.deleted(ROUTE);
    loop.changed(route(2, "two"));
    assertTrue(loop.standing().verdict().isAccepted());
  }

  @Test
  void whatIsServedAgainHasToBeAcknowledgedAgain() {
    loop.told.put(ROUTE, new StatusBefore.Told(1, 1));
    loop.pods(A, B);
    loop.changed(route(1, "one"));
    assertEquals(1, loop.standing().programming().liveGeneration(), "as its status tells");

    loop.refuse(B, loop.published.rule());
    assertFalse(loop.standing().verdict().isServed());
    Pod other = pod("c", true);
    loop.pods(A, other);

    assertTrue(loop.standing().verdict().isServed());
    assertEquals(0, loop.standing().programming().liveGeneration());
    loop.acknowledge(A);
    loop.acknowledge(other);
    assertEquals(1, loop.standing().programming().liveGeneration());
  }

  @Test
  void whatAPodRefusesOfThatToWhichARouteLeadsIsTold() {
    loop.pods(A, B);
    loop.changed(service("kubernetes.io/h2c"));
    loop.changed(leadingTo("orders"));
    Encoded spoken = requireNonNull(loop.published.resource(UPSTREAM));
    loop.acknowledge(A);
    loop.refuse(B, spoken);

    assertEquals(
        new Finding(
            "Refused",
            "rule all: a pod refuses shop/orders:80: INVALID_RESOURCE: no",
            "spec.rules[0].backendRefs[0]"),
        loop.standing().verdict().unresolved().getFirst());
    assertNull(loop.standing().verdict().quarantine(), "other pods and other rules serve it");

    loop.changed(service(null));
    assertEquals(List.of(), loop.standing().verdict().unresolved(), "nobody refused that");
  }

  private static ServiceObject service(@Nullable String appProtocol) {
    var port = new ServicePort("", 80, "TCP", appProtocol);
    return new ServiceObject(ObjectKey.service("shop", "orders"), "ClusterIP", List.of(port));
  }

  private static RouteObject leadingTo(String service) {
    var ref = new BackendRef(service, null, 80, null);
    var rule = new RouteRule("all", null, null, List.of(ref), null, null);
    return new RouteObject(
        ROUTE, 0, 1, new GatewayRouteSpec(null, null, null, List.of(rule)), null);
  }

  private static Pod upgraded(String version) {
    return new Pod(A.name(), A.fleet(), A.pushAddress(), true, false, version);
  }

  /** A route of which the status says that pods refuse its newest generation. */
  private RouteObject quarantined() {
    loop.told.put(ROUTE, new StatusBefore.Told(2, 1, "a pod refuses rule all"));
    return new RouteObject(ROUTE, 0, 2, spec("two"), new LastGood(1, spec("one")));
  }
}
