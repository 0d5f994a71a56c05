package dev.gatehouse.e2e.lead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Leadership that is lost though its holder lives, or that nobody remembers, with real processes.
 */
@WithApiServer
class LeaderLossTest {
  private final ApiServer api;
  private final Site site;
  private final Operators operators;

  LeaderLossTest(ApiServer api, @TempDir Path folder) {
    this.api = api;
    site = new Site(api, "loss");
    operators = new Operators(api, site, folder);
  }

  @BeforeEach
  void oneLeadsAndTheOtherIsReadyTo() {
    operators.start("first");
    operators.start("second");
    site.route("r", "one");
    site.awaitAnswer("r", "one");
    site.awaitProgrammed("r");
    operators.awaitLeader();
  }

  @AfterEach
  void close() {
    api.start();
    operators.close();
    site.close();
  }

  @Test
  void aLeaseThatIsDeletedIsTakenAnewByOne() {
    long epoch = site.servedEpoch();

    site.lease().delete();
    operators.await("the Lease is there, in a new epoch", () -> site.leaseEpoch() > epoch);

    operators.assertLeads(operators.awaitLeader(), "two");
  }

  @Test
  void anApiServerThatIsAwayForLongerThanTheLeaseEndsNoProcess() {
    long epoch = site.servedEpoch();

    api.stop();
    long stopped = System.nanoTime();
    operators.await(
        "nobody can lead", () -> operators.running().stream().allMatch(LeaderLossTest::isStuck));
    Site.await("a lease passes", () -> System.nanoTime() - stopped > Site.LEASE.toNanos());
    assertEquals("one", site.get("r"));
    api.start();

    site.route("r", "two");
    site.awaitAnswer("r", "two", Duration.ofSeconds(10));
    operators.assertLeads(operators.awaitLeader(), "three");
    assertIsAbove(epoch);
  }

  @Test
  void onesThatAreInstalledAnewGoAboveTheEpochThatPodsRemember() {
    operators.running().forEach(OperatorProcess::terminate);
    long epoch = site.servedEpoch();
    site.lease().delete();
    site.installEmptyLease();
    assertEquals("one", site.get("r"));

    operators.start("third");
    operators.start("fourth");

    operators.assertLeads(operators.awaitLeader(), "two");
    assertIsAbove(epoch);
  }

  @Test
  void anOlderBackupOfEtcdBringsNoOldLeaderBack() {
    OperatorProcess old = operators.awaitLeader();
    OperatorProcess now = operators.other(old);
    ApiServer.Backup backup = api.backUp();
    old.kill();
    site.route("r", "lost");
    site.awaitAnswer("r", "lost");
    long epoch = site.servedEpoch();
    assertEquals(now.identity(), site.holder());

    backup.restore();

    site.awaitAnswer("r", "one");
    operators.assertLeads(now, "two");
    assertIsAbove(epoch);
  }

  @Test
  void anOlderBackupOfEtcdIsOutbidAlsoByOnesThatRememberNothing() {
    ApiServer.Backup backup = api.backUp();
    operators.awaitLeader().kill();
    site.route("r", "lost");
    site.awaitAnswer("r", "lost");
    long epoch = site.servedEpoch();
    operators.running().forEach(OperatorProcess::kill);

    backup.restore();
    operators.start("third");
    operators.start("fourth");

    operators.assertLeads(operators.awaitLeader(), "two");
    assertIsAbove(epoch);
  }

  private static boolean isStuck(OperatorProcess operator) {
    return operator.readiness().contains("can't stand for leadership");
  }

  private void assertIsAbove(long epoch) {
    assertTrue(site.servedEpoch() > epoch, () -> site.servedEpoch() + " after " + epoch);
  }
}
