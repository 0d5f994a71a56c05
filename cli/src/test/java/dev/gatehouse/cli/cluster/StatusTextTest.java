package dev.gatehouse.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.inspect.OperatorReport;
import dev.gatehouse.operator.publish.FleetReport;
import dev.gatehouse.operator.publish.PodReport;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatusTextTest {
  private static final SnapshotVersion CURRENT = new SnapshotVersion(3, 12, "abcdef0123");

  @Test
  void isWellWhereEveryPodServesTheNewest() {
    StatusText.Told told = told(pod("edge-1", serving(CURRENT), null));

    assertTrue(told.well());
    assertEquals(
        """
        operator  op-0 leads
        fleet     default: version 3.12-abcdef01, 40 resources
        pod       edge-1: serves 3.12-abcdef01
        """,
        text(told));
  }

  @Test
  void namesPodsThatLagRefuseOrCantBeReached() {
    var refusal =
        new Ack.Rejection(
            new ResourceId("route/gatewayroute/shop/orders/list"),
            "ff",
            "UNSUPPORTED_FEATURE",
            "needs jwt");
    StatusText.Told told =
        told(
            pod(
                "edge-1",
                serving(new SnapshotVersion(3, 10, "00")),
                new PodReport.Failure("UNREACHABLE", "connection refused")),
            pod("edge-2", new Ack(CURRENT, List.of(refusal)), null),
            pod("edge-3", serving(new SnapshotVersion(2, 90, "00")), null),
            pod("edge-4", new Ack(CURRENT, List.of(), true), null),
            new PodReport("edge-5", "http://10.0.0.5:9901", false, null, null));

    assertFalse(told.well());
    assertEquals(
        """
        operator  op-0 leads
        fleet     default: version 3.12-abcdef01, 40 resources
        pod       edge-1: serves 3.10-00, 2 versions behind
                  UNREACHABLE: connection refused
        pod       edge-2: serves 3.12-abcdef01
                  refuses route/gatewayroute/shop/orders/list: UNSUPPORTED_FEATURE: needs jwt
        pod       edge-3: serves 2.90-00, which another leader published
        pod       edge-4: serves 3.12-abcdef01, restored from its disk and not confirmed
        pod       edge-5, not Ready: serves nothing yet
        """,
        text(told));
  }

  @Test
  void saysWhatKeepsTheOperatorFromItsWork() {
    StatusText.Told told =
        StatusText.of(
            "op-0", new OperatorReport(false, List.of("Service can't be listed"), List.of()));

    assertFalse(told.well());
    assertEquals(
        """
        operator  op-0 stands by: nothing is pushed
        problem   Service can't be listed
        fleet     none: no route names a gateway, and no pod is there
        """,
        text(told));
  }

  @Test
  void saysWhereAFleetHasNoPodOrNothingToServe() {
    StatusText.Told told =
        StatusText.of(
            "op-0",
            new OperatorReport(
                true, List.of(), List.of(new FleetReport("edge", null, 0, List.of()))));

    assertFalse(told.well());
    assertEquals(
        """
        operator  op-0 leads
        fleet     edge: nothing is published to it, since no route names it
        problem   no pod serves edge
        """,
        text(told));
  }

  private static StatusText.Told told(PodReport... pods) {
    return StatusText.of(
        "op-0",
        new OperatorReport(
            true, List.of(), List.of(new FleetReport("default", CURRENT, 40, List.of(pods)))));
  }

  private static PodReport pod(String name, Ack ack, PodReport.@Nullable Failure failure) {
    return new PodReport(name, "http://10.0.0.1:9901", true, ack, failure);
  }

  private static Ack serving(SnapshotVersion version) {
    return new Ack(version, List.of());
  }

  private static String text(StatusText.Told told) {
    return String.join("\n", told.lines()) + "\n";
  }
}
