package dev.gatehouse.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.translate.Finding;
import dev.gatehouse.operator.translate.Quarantine;
import dev.gatehouse.operator.translate.Shadow;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ObjectKey;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.5Z");
  private static final Instant LATER = Instant.parse("2026-11-23T13:00:00Z");
  private static final Programming LIVE = new Programming(State.Live, 3, "5/5");
  private static final GatewayRouteSpec SPEC = new GatewayRouteSpec(null, null, null, null);

  private static Verdict verdict(
      List<Finding> problems, List<Shadow> shadowed, @Nullable Quarantine quarantine) {
    return verdict(problems, List.of(), shadowed, quarantine);
  }

  private static Verdict verdict(
      List<Finding> problems,
      List<Finding> unresolved,
      List<Shadow> shadowed,
      @Nullable Quarantine quarantine) {
    return new Verdict(
        new ObjectKey("GatewayRoute", "shop", "orders"),
        3,
        "default",
        List.of("a.example"),
        problems,
        unresolved,
        shadowed,
        quarantine,
        Set.of(),
        null);
  }

  private static Verdict good() {
    return verdict(List.of(), List.of(), null);
  }

  private static Condition condition(GatewayRouteStatus status, String type) {
    return Objects.requireNonNull(status.conditions()).stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String programmed(GatewayRouteStatus status) {
    Condition condition = condition(status, "Programmed");
    return condition.getStatus() + " " + condition.getReason() + ": " + condition.getMessage();
  }

  @Test
  void whatAPodRefusesOfItsBackendsIsNotProgrammed() {
    var refused = new Finding("Refused", "rule all: a pod refuses shop/orders:80: no");
    var missing = new Finding("BackendNotFound", "rule all: there is no shop/gone");

    var refusing = verdict(List.of(), List.of(missing, refused), List.of(), null);
    var unresolved = verdict(List.of(), List.of(missing), List.of(), null);

    assertEquals(
        "False Refused: rule all: a pod refuses shop/orders:80: no",
        programmed(Conditions.of(refusing, LIVE, null, NOON)));
    assertTrue(
        programmed(Conditions.of(unresolved, LIVE, null, NOON)).startsWith("True Programmed:"),
        "all pods serve it in the same way");
  }

  @Test
  void whatDidNotChangeIsEqualWheneverItIsAsked() {
    GatewayRouteStatus before = Conditions.of(good(), LIVE, null, NOON);

    assertEquals(before, Conditions.of(good(), LIVE, before, LATER));
  }

  @Test
  void timesAreThoseOfTheLastTransition() {
    GatewayRouteStatus pending =
        Conditions.of(good(), new Programming(State.Pending, 2, ""), null, NOON);
    GatewayRouteStatus live = Conditions.of(good(), LIVE, pending, LATER);

    assertEquals("2026-11-23T12:00:00Z", condition(live, "Accepted").getLastTransitionTime());
    assertEquals("2026-11-23T13:00:00Z", condition(live, "Programmed").getLastTransitionTime());
  }

  @Test
  void aNewReasonIsNoTransition() {
    GatewayRouteStatus pending =
        Conditions.of(good(), new Programming(State.Pending, 2, "0/5"), null, NOON);
    GatewayRouteStatus lagging =
        Conditions.of(good(), new Programming(State.Lagging, 2, "4/5"), pending, LATER);

    assertEquals("2026-11-23T12:00:00Z", condition(lagging, "Programmed").getLastTransitionTime());
    assertEquals(
        "False PodLagging: some of the gateway's pods don't serve it yet: 4/5 pods",
        programmed(lagging));
  }

  @Test
  void aGatewayWithoutPodsIsNamed() {
    assertEquals(
        "False Pending: no pod of gateway \"default\" is there; pods are found by label"
            + " gatehouse.dev/gateway=default",
        programmed(
            Conditions.of(
                good(), new Programming(State.Pending, 0, Programming.NO_PODS), null, NOON)));
  }

  @Test
  void whatStandsStillIsNotCalledAnotherGeneration() {
    var quarantine = new Quarantine(new LastGood(3, SPEC), "TranslationFailed", "no");
    var problems = List.of(new Finding("TranslationFailed", "no"));

    assertEquals(
        "False Quarantined: generation 3 is served as it was translated before: no",
        programmed(Conditions.of(verdict(problems, List.of(), quarantine), LIVE, null, NOON)));
  }

  @Test
  void everyConditionSaysWhichGenerationItIsAbout() {
    GatewayRouteStatus status = Conditions.of(good(), LIVE, null, NOON);

    assertEquals(3L, status.observedGeneration());
    assertEquals(3L, status.liveGeneration());
    Objects.requireNonNull(status.conditions())
        .forEach(condition -> assertEquals(3L, condition.getObservedGeneration()));
  }

  @Test
  void lastGoodIsThereOnlyWhileQuarantined() {
    var quarantine = new Quarantine(new LastGood(2, SPEC), "Invalid", "spec.rules: none");
    var problems = List.of(new Finding("Invalid", "spec.rules: none"));
    GatewayRouteStatus quarantined =
        Conditions.of(verdict(problems, List.of(), quarantine), LIVE, null, NOON);

    assertEquals(new GatewayRouteStatus.LastGood(2L, SPEC), quarantined.lastGood());
    assertEquals(
        "False Quarantined: generation 3 is not served, generation 2 is: spec.rules: none",
        programmed(quarantined));
    assertNull(Conditions.of(good(), LIVE, quarantined, LATER).lastGood());
  }

  @Test
  void whatIsNotServedIsNotProgrammed() {
    var problems = List.of(new Finding("Invalid", "a"), new Finding("Invalid", "b"));
    GatewayRouteStatus status =
        Conditions.of(
            verdict(problems, List.of(), null), new Programming(State.Live, 0, ""), null, NOON);

    assertEquals("False Invalid: nothing of the route is served: a; b", programmed(status));
    assertEquals("Unknown", condition(status, "ResolvedRefs").getStatus());
    assertNull(status.liveGeneration());
  }

  @Test
  void shadowsAreNamed() {
    GatewayRouteStatus status = Conditions.of(shadowed(), LIVE, null, NOON);

    assertEquals(
        "rule all takes no request, since GatewayRoute shop/first rule a takes them all",
        condition(status, "Shadowed").getMessage());
  }

  @Test
  void aMessageIsNeverLongerThanTheApiServerTakes() {
    var problems = List.of(new Finding("Invalid", "x".repeat(40_000)));
    GatewayRouteStatus status = Conditions.of(verdict(problems, List.of(), null), LIVE, null, NOON);

    assertEquals(32_768, condition(status, "Accepted").getMessage().length());
  }

  @Test
  void whatOthersAddDoesNotCount() {
    GatewayRouteStatus written = Conditions.of(shadowed(), LIVE, null, NOON);
    var conditions = new ArrayList<>(Objects.requireNonNull(written.conditions()).reversed());
    conditions.addFirst(
        new ConditionBuilder().withType("example.dev/Audited").withStatus("True").build());

    assertTrue(Conditions.areIn(with(written, conditions), written));
    assertTrue(Conditions.areIn(written, written));
  }

  @Test
  void whatOthersTakeAwayOrWriteOverDoes() {
    GatewayRouteStatus written = Conditions.of(shadowed(), LIVE, null, NOON);
    List<Condition> all = Objects.requireNonNull(written.conditions());

    assertEquals(4, all.size());
    for (int i = 0; i < all.size(); i++) {
      var fewer = new ArrayList<>(all);
      fewer.remove(i);
      assertFalse(Conditions.areIn(with(written, fewer), written));

      var other = new ArrayList<>(all);
      other.set(i, new ConditionBuilder(all.get(i)).withReason("Other").build());
      assertFalse(Conditions.areIn(with(written, other), written));
    }
    assertFalse(Conditions.areIn(null, written));
    assertFalse(
        Conditions.areIn(Conditions.of(good(), LIVE, null, NOON), written), "Shadowed is new");
    assertFalse(
        Conditions.areIn(written, Conditions.of(good(), LIVE, null, NOON)), "Shadowed has gone");
  }

  private static Verdict shadowed() {
    var shadow = new Shadow("all", 0, List.of("GatewayRoute shop/first rule a"));
    return verdict(List.of(), List.of(shadow), null);
  }

  private static GatewayRouteStatus with(GatewayRouteStatus status, List<Condition> conditions) {
    return new GatewayRouteStatus(
        status.observedGeneration(), status.liveGeneration(), conditions, status.lastGood());
  }
}
