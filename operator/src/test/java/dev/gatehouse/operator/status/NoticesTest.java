package dev.gatehouse.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.status.Notice.Kind;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static GatewayRouteStatus status(long generation, Condition... conditions) {
    return new GatewayRouteStatus(generation, null, List.of(conditions), null);
  }

  private static ConditionWriter at(long generation) {
    return new ConditionWriter(generation, null, NOON);
  }

  private static Condition unresolved(long generation, String message) {
    return at(generation).no("ResolvedRefs", "BackendNotFound", message);
  }

  private static Condition lagging(long generation, String pods) {
    return at(generation).no("Programmed", "PodLagging", pods);
  }

  private static Condition programmed(long generation) {
    return at(generation).yes("Programmed", "Programmed", "the pods serve it");
  }

  @Test
  void aRouteThatComesToBeServedIsNoNews() {
    GatewayRouteStatus pending = status(1, at(1).no("Programmed", "Pending", "0/5"));

    assertEquals(List.of(), Notices.between(null, pending));
    assertEquals(List.of(), Notices.between(pending, status(1, programmed(1))));
  }

  @Test
  void troubleIsToldWhenItComes() {
    GatewayRouteStatus now = status(1, unresolved(1, "no Service shop/orders"), programmed(1));

    assertEquals(
        List.of(new Notice(Kind.Warning, "BackendNotFound", "no Service shop/orders")),
        Notices.between(status(1, programmed(1)), now));
    assertEquals(List.of(), Notices.between(now, now));
  }

  @Test
  void whatOnlyCountsOnIsNotToldAgain() {
    assertEquals(
        List.of(), Notices.between(status(1, lagging(1, "3/5")), status(1, lagging(1, "4/5"))));
  }

  @Test
  void aNewGenerationSaysWhatIsStillWrongWithIt() {
    GatewayRouteStatus before = status(1, unresolved(1, "no Service shop/orders"));

    assertEquals(
        List.of(), Notices.between(before, status(2, unresolved(2, "no Service shop/orders"))));
    assertEquals(
        List.of(new Notice(Kind.Warning, "BackendNotFound", "no Service shop/oders")),
        Notices.between(before, status(2, unresolved(2, "no Service shop/oders"))));
  }

  @Test
  void theEndOfTroubleIsTold() {
    assertEquals(
        List.of(new Notice(Kind.Normal, "Programmed", "the pods serve it")),
        Notices.between(status(1, lagging(1, "4/5")), status(1, programmed(1))));
  }

  @Test
  void whatIsNotAcceptedIsToldOnce() {
    GatewayRouteStatus refused =
        status(
            1,
            at(1).no("Accepted", "Invalid", "the expression has no end"),
            at(1).no("Programmed", "Invalid", "nothing is served: the expression has no end"));

    assertEquals(
        List.of(new Notice(Kind.Warning, "Invalid", "the expression has no end")),
        Notices.between(null, refused));
  }

  @Test
  void aRuleThatNoRequestReachesIsToldToo() {
    assertEquals(
        List.of(new Notice(Kind.Warning, "Shadowed", "rule a takes no request")),
        Notices.between(
            status(1, programmed(1)),
            status(
                1, programmed(1), at(1).yes("Shadowed", "Shadowed", "rule a takes no request"))));
  }
}
