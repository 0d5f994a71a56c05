package dev.gatehouse.e2e.lead;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiProxy.Write;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.e2e.push.PushRelay.Push;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults 4 and 5 as far as one JVM can have them. */
@WithApiServer
class LeadershipTest {
  private final ApiServer api;
  private final Site site;
  private final List<Replica> replicas = new ArrayList<>();

  LeadershipTest(ApiServer api) {
    this.api = api;
    this.site = new Site(api, "lead");
  }

  @AfterEach
  void close() {
    replicas.forEach(Replica::close);
    site.close();
  }

  @Test
  void ofTwoThatStartAtOnceOneLeadsAndTheOtherTouchesNothing() {
    startBoth();
    Replica leader = leader();
    Replica standby = standby(leader);

    site.route("r", "two");
    site.awaitAnswer("r", "two");
    site.awaitProgrammed("r");

    assertEquals("standby", standby.readiness());
    assertEquals(List.of(), standby.relay().pushes());
    assertEquals(List.of(), writesButOneForALease(standby));
    assertEquals(leader.identity(), site.holder());
    assertEquals(site.leaseEpoch(), site.servedEpoch());
    assertMetric(leader, "gatehouse_operator_leader 1.0");
    assertMetric(leader, "gatehouse_operator_leader_acquired_total 1.0");
    assertMetric(leader, "gatehouse_operator_epoch " + (double) site.servedEpoch());
    assertMetric(standby, "gatehouse_operator_leader 0.0");
    assertMetric(standby, "gatehouse_operator_leader_lost_total 0.0");
  }

  @Test
  void aLeaderThatStopsHandsOverWithoutAStatusBeingWritten() {
    startBoth();
    Replica leader = leader();
    Replica standby = standby(leader);
    long epoch = site.servedEpoch();
    String version = site.read("r").getMetadata().getResourceVersion();

    leader.stop();
    Eventually.until("the standby pushes", Site.TAKEOVER, () -> site.servedEpoch() > epoch);
    site.route("later", "here");
    site.awaitProgrammed("later");

    assertEquals(standby.identity(), site.holder());
    assertEquals("one", site.get("r"));
    assertEquals(version, site.read("r").getMetadata().getResourceVersion());
    assertEquals(1, requireNonNull(site.lease().get()).getSpec().getLeaseTransitions());
  }

  @Test
  void aLeaderThatIsCutOffStopsBeforeItsLeaseEndsAndComesBackAsStandby() {
    startBoth();
    Replica leader = leader();
    Replica standby = standby(leader);
    long epoch = site.servedEpoch();
    leader.relay().forget();
    await("the leader pushes again and again", () -> leader.relay().pushes().size() > 20);

    leader.wire().cut();
    // The last renewal that counts was sent before this moment.
    long cutOff = System.nanoTime();
    await("the standby pushes", () -> !standby.relay().pushes().isEmpty());

    Push last = leader.relay().pushes().getLast();
    Push first = standby.relay().pushes().getFirst();
    long after = last.arrived() - cutOff;
    assertTrue(after < Site.LEASE.toNanos(), "after " + after + " ns");
    assertTrue(last.arrived() - first.arrived() < 0, "never both");
    assertEquals(new Push(epoch + 1, 200, first.arrived()), first);
    int before = leader.relay().pushes().size();

    leader.wire().mend();
    await("it is ready to lead again", () -> leader.readiness().equals("standby"));
    site.route("r", "two");
    site.awaitAnswer("r", "two");
    assertEquals(List.of(), leader.relay().pushesAfter(before));
    assertTrue(standby.leads());

    standby.stop();
    site.route("r", "three");
    site.awaitAnswer("r", "three", Site.TAKEOVER);
    assertEquals(epoch + 2, site.servedEpoch());
  }

  @Test
  void aPushOfTheOldLeaderThatArrivesLateIsRefused() {
    startBoth();
    Replica leader = leader();
    Replica standby = standby(leader);
    long epoch = site.servedEpoch();
    leader.relay().hold();
    int before = leader.relay().pushes().size();
    site.route("r", "two");
    await("a push is under way", () -> leader.relay().held() == 1);

    leader.wire().cut();
    site.awaitAnswer("r", "two");
    leader.relay().release();
    await("it arrives", () -> leader.relay().pushes().size() > before);

    List<Push> late = leader.relay().pushesAfter(before);
    assertEquals(epoch, late.getFirst().epoch());
    assertEquals(409, late.getFirst().status());
    assertEquals(1, late.size(), "and is not begun again");
    assertEquals(epoch + 1, site.servedEpoch());
    assertTrue(standby.relay().pushes().stream().allMatch(push -> push.status() == 200));
  }

  @Test
  void anOlderLeaseIsOutbidByWhatPodsReport() {
    putLease("gone", 40);
    Replica first = start("first");
    site.route("r", "one");
    site.awaitAnswer("r", "one");
    assertEquals(41, site.servedEpoch());
    first.stop();

    site.lease().delete();
    putLease("gone", 7);
    Replica second = start("second");
    site.route("r", "two");
    site.awaitAnswer("r", "two");

    assertEquals(42, site.servedEpoch());
    assertEquals(42, site.leaseEpoch());
    assertTrue(
        second.relay().pushes().stream().allMatch(push -> push.epoch() == 42),
        () -> "pushes: " + second.relay().pushes());
  }

  private Replica start(String identity) {
    var replica = new Replica(api, site, identity);
    replicas.add(replica);
    return replica;
  }

  /** With a route that is live, and both ready. */
  private void startBoth() {
    start("first");
    start("second");
    site.route("r", "one");
    site.awaitAnswer("r", "one");
    site.awaitProgrammed("r");
    await(
        "both are ready",
        () -> replicas.stream().filter(r -> r.readiness().equals("standby")).count() == 1);
  }

  /** Both may find no Lease, and ask for one: the API server grants it to the first. */
  private List<Write> writesButOneForALease(Replica replica) {
    var writes = new ArrayList<>(replica.proxy().writes(""));
    writes.stream().filter(w -> w.path().endsWith("/leases")).findFirst().ifPresent(writes::remove);
    return writes;
  }

  private Replica leader() {
    await("one leads", () -> leaders().size() == 1);
    return leaders().getFirst();
  }

  private List<Replica> leaders() {
    return replicas.stream().filter(Replica::leads).toList();
  }

  private Replica standby(Replica leader) {
    Replica other =
        replicas.stream().filter(replica -> replica != leader).findFirst().orElseThrow();
    assertFalse(other.leads());
    return other;
  }

  private void putLease(String holder, long epoch) {
    api.client()
        .leases()
        .inNamespace(site.namespace())
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("gatehouse")
                .addToAnnotations("gatehouse.dev/epoch", String.valueOf(epoch))
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(2)
                .withRenewTime(ZonedDateTime.parse("2026-01-01T07:00:00.000001Z"))
                .endSpec()
                .build())
        .create();
  }

  private void await(String what, BooleanSupplier condition) {
    Eventually.until(
        () -> what + "; they say " + replicas.stream().map(Replica::readiness).toList(),
        Site.PATIENCE,
        condition);
  }

  private static void assertMetric(Replica replica, String line) {
    String metrics = replica.metrics();
    assertTrue(metrics.lines().anyMatch(line::equals), () -> line + " in " + metrics);
  }
}
