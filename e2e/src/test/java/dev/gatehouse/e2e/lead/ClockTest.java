package dev.gatehouse.e2e.lead;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One operator whose clock is off, with real processes. Run with the cluster's tests, since it
 * needs libfaketime from the system's packages; ElectorTest has injected clocks.
 */
@Tag("cluster")
@WithApiServer
class ClockTest {
  private final Site site;
  private final Operators operators;

  ClockTest(ApiServer api, @TempDir Path folder) {
    site = new Site(api, "clock");
    operators = new Operators(api, site, folder);
  }

  @AfterEach
  void close() {
    operators.close();
    site.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_500, 3_600})
  void thatIsOffMakesNoSecondLeader(long seconds) {
    site.route("r", "one");
    OperatorProcess right = operators.start("right");
    site.awaitAnswer("r", "one");
    OperatorProcess skewed = operators.startSkewed("skewed", Duration.ofSeconds(seconds));
    assertStaysLeader(right);

    right.kill();
    site.route("r", "two");
    site.awaitAnswer("r", "two", Site.TAKEOVER);
    Duration asMeant = off().minusSeconds(seconds).abs();
    assertTrue(asMeant.compareTo(Duration.ofMinutes(1)) < 0, () -> "off by " + off());
    OperatorProcess next = operators.start("next");
    assertStaysLeader(skewed);

    skewed.kill();
    site.route("r", "three");
    site.awaitAnswer("r", "three", Site.TAKEOVER);
    operators.assertLeads(next, "four");
  }

  private void assertStaysLeader(OperatorProcess leader) {
    assertEquals(leader, operators.awaitLeader());
    long epoch = site.leaseEpoch();
    long since = System.nanoTime();
    Duration twice = Site.LEASE.multipliedBy(2);
    Site.await("two leases pass", () -> System.nanoTime() - since > twice.toNanos());

    operators.assertLeads(leader, "as " + leader.identity() + " says");
    assertEquals(epoch, site.leaseEpoch());
  }

  /** How far the clock of the Lease's holder is from this one. */
  private Duration off() {
    Instant renewed = requireNonNull(site.lease().get()).getSpec().getRenewTime().toInstant();
    return Duration.between(Instant.now(), renewed);
  }
}
