package dev.gatehouse.e2e.lead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.e2e.push.PushRelay.Push;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults 4 and 5 with real processes and real signals. */
@WithApiServer
class LeaderDeathTest {
  private static final int SIGTERM = 15;

  private final Site site;
  private final Operators operators;

  LeaderDeathTest(ApiServer api, @TempDir Path folder) {
    site = new Site(api, "death");
    operators = new Operators(api, site, folder);
  }

  @BeforeEach
  void oneLeadsAndTheOtherIsReadyTo() {
    operators.start("first");
    operators.start("second");
    site.route("r", "one");
    site.awaitAnswer("r", "one");
    operators.awaitLeader();
  }

  @AfterEach
  void close() {
    operators.close();
    site.close();
  }

  @Test
  void ofALeaderThatIsKilledIsOverWithinItsLeaseAndFiveSeconds() {
    OperatorProcess leader = operators.awaitLeader();
    OperatorProcess standby = operators.other(leader);
    long epoch = site.servedEpoch();

    leader.kill();
    site.route("r", "two");
    site.awaitAnswer("r", "two", Site.TAKEOVER);

    assertTrue(site.servedEpoch() > epoch, () -> site.servedEpoch() + " after " + epoch);
    operators.assertLeads(standby, "three");
  }

  @Test
  void ofALeaderThatWasOnlyStoppedIsNotUndoneByIt() {
    OperatorProcess leader = operators.awaitLeader();
    OperatorProcess standby = operators.other(leader);
    long epoch = site.servedEpoch();
    leader.relay().hold();
    int before = leader.relay().pushes().size();
    site.route("r", "two");
    operators.await("a push is under way", () -> leader.relay().held() == 1);

    leader.signal("STOP");
    long stopped = System.nanoTime();
    site.awaitAnswer("r", "two", Site.TAKEOVER);
    site.route("r", "three");
    site.awaitAnswer("r", "three");
    Duration twice = Site.LEASE.multipliedBy(2);
    Site.await("two leases pass", () -> System.nanoTime() - stopped > twice.toNanos());
    leader.relay().release();
    leader.signal("CONT");

    operators.await("it stands again", () -> leader.readiness().equals("standby"));
    operators.assertLeads(standby, "four");
    List<Push> late = leader.relay().pushesAfter(before);
    assertTrue(
        late.stream().allMatch(push -> push.epoch() == epoch && push.status() == 409),
        () -> "pushes of the old leader: " + late);
    assertEquals(1, late.size(), "what was under way, and nothing more");

    standby.kill();
    site.route("r", "five");
    site.awaitAnswer("r", "five", Site.TAKEOVER);
    operators.assertLeads(leader, "six");
  }

  @Test
  void onesThatAreTerminatedSetTheLeaseFree() {
    OperatorProcess leader = operators.awaitLeader();
    OperatorProcess standby = operators.other(leader);

    assertEquals(128 + SIGTERM, standby.terminate());
    assertEquals(leader.identity(), site.holder(), "it was not its own to give");
    assertEquals(128 + SIGTERM, leader.terminate());

    assertEquals("", site.holder());
    assertEquals("one", site.get("r"));
    OperatorProcess next = operators.start("next");
    operators.assertLeads(next, "two");
  }
}
