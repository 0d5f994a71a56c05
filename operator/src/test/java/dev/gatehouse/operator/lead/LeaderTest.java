package dev.gatehouse.operator.lead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaderTest {
  private static final Instant NOON = Replica.NOON;
  private static final Candidate ME = new Candidate(LeaseSettings.standard("me"), "me-2");
  private static final long DEADLINE = Duration.ofSeconds(10).toNanos();
  private static final LeaseRecord WRITTEN =
      new LeaseRecord("me", "me-2", Duration.ofSeconds(15), NOON, NOON, 3, 7);
  private static final Leader LEADER = new Leader(ME, new Stored(WRITTEN, "41"), DEADLINE);

  @Test
  void leadsUntilTheDeadlineAndNotAtIt() {
    assertTrue(LEADER.lasts(DEADLINE - 1));
    assertFalse(LEADER.lasts(DEADLINE));
  }

  @Test
  void aRenewalChangesNothingButItsTime() {
    assertEquals(
        new LeaseRecord("me", "me-2", Duration.ofSeconds(15), NOON, NOON.plusSeconds(2), 3, 7),
        LEADER.renewal(NOON.plusSeconds(2), 0));
  }

  @Test
  void aRenewalByAClockThatStandsStillIsSeenToBeOne() {
    assertNotEquals(WRITTEN, LEADER.renewal(NOON, 0));
  }

  @Test
  void aRenewalRaisesTheEpochWhereItHasTo() {
    assertEquals(7, LEADER.renewal(NOON, 6).epoch());
    assertEquals(8, LEADER.renewal(NOON, 7).epoch());
    assertEquals(42, LEADER.renewal(NOON, 41).epoch());
  }

  @Test
  void aRenewalCountsFromWhenItWasSent() {
    var written = new Stored(LEADER.renewal(NOON.plusSeconds(2), 0), "42");

    Leader renewed = assertInstanceOf(Leader.class, LEADER.renewed(written, 5, DEADLINE - 1));
    assertEquals(5 + DEADLINE, renewed.until());
    assertEquals("42", renewed.kept().version());
  }

  @Test
  void aRenewalThatIsAnsweredAfterTheDeadlineComesTooLate() {
    var written = new Stored(LEADER.renewal(NOON.plusSeconds(2), 0), "42");

    Follower late = assertInstanceOf(Follower.class, LEADER.renewed(written, 5, DEADLINE));
    assertEquals(8, late.bid(NOON).epoch());
  }

  @Test
  void goesOnWhereItFindsWhatItWrote() {
    Leader found = LEADER.found(new Stored(WRITTEN, "42"));

    assertEquals(new Leader(ME, new Stored(WRITTEN, "42"), DEADLINE), found);
  }

  @Test
  void goesOnInItsEpochWhereTheLeaseIsBackInAnOlderStateOfItsOwn() {
    var older = new LeaseRecord("me", "me-2", Duration.ofSeconds(15), NOON, NOON, 2, 5);

    Leader found = LEADER.found(new Stored(older, "39"));

    assertEquals(new Leader(ME, new Stored(WRITTEN, "39"), DEADLINE), found);
  }

  @Test
  void endsWhereItFindsAnotherOrNothing() {
    var namesake = new LeaseRecord("me", "me-1", Duration.ofSeconds(15), NOON, NOON, 4, 8);
    var free = new LeaseRecord("", "", Duration.ofSeconds(1), NOON, NOON, 3, 7);

    assertNull(LEADER.found(new Stored(namesake, "42")));
    assertNull(LEADER.found(new Stored(free, "42")));
    assertNull(LEADER.found(null));
  }

  @Test
  void remembersItsEpochWhenItIsOver() {
    assertEquals(8, LEADER.over().saw(null, 0).bid(NOON).epoch());
  }

  @Test
  void setsTheLeaseFreeForWhoeverComes() {
    LeaseRecord free = LEADER.release(NOON.plusSeconds(9));

    assertTrue(free.isFree());
    assertEquals(7, free.epoch());
    assertEquals(3, free.transitions());
  }
}
