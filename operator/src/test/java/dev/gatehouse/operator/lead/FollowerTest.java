package dev.gatehouse.operator.lead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowerTest {
  private static final Instant NOON = Replica.NOON;
  private static final long DURATION = Duration.ofSeconds(15).toNanos();
  private static final Candidate ME = new Candidate(LeaseSettings.standard("me"), "me-2");
  private static final long NOW = 1_000;

  @ParameterizedTest
  @ValueSource(longs = {-3_600, 0, 3_600})
  void aHolderHasItsWholeTimeWhateverItsClockSays(long secondsOff) {
    Instant renewed = NOON.plusSeconds(secondsOff);
    Follower seen = Follower.of(ME).saw(stored(held("you", renewed)), NOW);

    assertEquals(DURATION, seen.remaining(NOW));
    assertEquals(1, seen.remaining(NOW + DURATION - 1));
    assertEquals(0, seen.remaining(NOW + DURATION));
  }

  @Test
  void aRenewalGivesItTheWholeTimeAnew() {
    Follower seen =
        Follower.of(ME)
            .saw(stored(held("you", NOON)), NOW)
            .saw(stored(held("you", NOON.plusSeconds(2))), NOW + 9);

    assertEquals(DURATION, seen.remaining(NOW + 9));
  }

  @Test
  void aLabelOnTheLeaseIsNoRenewal() {
    LeaseRecord same = held("you", NOON);
    Follower seen =
        Follower.of(ME).saw(new Stored(same, "1"), NOW).saw(new Stored(same, "2"), NOW + 9);

    assertEquals(DURATION - 9, seen.remaining(NOW + 9));
  }

  @Test
  void theLeaseSaysHowLongItsHolderHas() {
    var longer = new LeaseRecord("you", "you-1", Duration.ofSeconds(60), NOON, NOON, 3, 7);
    var unsaid = new LeaseRecord("you", "you-1", Duration.ZERO, NOON, NOON, 3, 7);

    assertEquals(4 * DURATION, Follower.of(ME).saw(stored(longer), NOW).remaining(NOW));
    assertEquals(DURATION, Follower.of(ME).saw(stored(unsaid), NOW).remaining(NOW));
  }

  @Test
  void whatIsFreeOrMissingIsTakenAtOnce() {
    assertEquals(0, Follower.of(ME).saw(stored(held("", NOON)), NOW).remaining(NOW));
    assertEquals(0, Follower.of(ME).saw(null, NOW).remaining(NOW));
  }

  @Test
  void onlyWhatThisProcessWroteIsItsOwn() {
    LeaseRecord own = Follower.of(ME).saw(null, NOW).bid(NOON);
    LeaseRecord namesake = held("me", NOON);

    assertEquals(0, Follower.of(ME).saw(stored(own), NOW).remaining(NOW));
    assertEquals(DURATION, Follower.of(ME).saw(stored(namesake), NOW).remaining(NOW));
  }

  @Test
  void aBidReadsAsThatOfAnyOtherController() {
    LeaseRecord bid = Follower.of(ME).saw(stored(held("you", NOON)), NOW).bid(NOON.plusSeconds(9));

    assertEquals(
        new LeaseRecord(
            "me", "me-2", Duration.ofSeconds(15), NOON.plusSeconds(9), NOON.plusSeconds(9), 4, 8),
        bid);
    assertEquals(3, Follower.of(ME).saw(stored(held("me", NOON)), NOW).bid(NOON).transitions());
    assertEquals(0, Follower.of(ME).saw(null, NOW).bid(NOON).transitions());
  }

  @Test
  void theEpochIsAboveEveryOneThatWasSeenAlsoIfTheLeaseForgot() {
    Follower seen = Follower.of(ME).saw(stored(held("you", NOON)), NOW);

    assertEquals(1, Follower.of(ME).saw(null, NOW).bid(NOON).epoch());
    assertEquals(8, seen.bid(NOON).epoch());
    assertEquals(8, seen.saw(null, NOW).bid(NOON).epoch());
  }

  @Test
  void aBidCountsFromWhenItWasSent() {
    Follower seen = Follower.of(ME).saw(null, NOW);
    Stored written = stored(seen.bid(NOON));
    long deadline = ME.settings().renewDeadline().toNanos();

    Leader leader = assertInstanceOf(Leader.class, seen.took(written, NOW, NOW + deadline - 1));
    assertEquals(NOW + deadline, leader.until());

    Follower late = assertInstanceOf(Follower.class, seen.took(written, NOW, NOW + deadline));
    assertTrue(late.remaining(NOW + deadline) <= 0, "it is its own, and taken anew");
    assertEquals(2, late.bid(NOON).epoch());
  }

  private static LeaseRecord held(String holder, Instant renewed) {
    return new LeaseRecord(holder, holder + "-1", Duration.ofSeconds(15), NOON, renewed, 3, 7);
  }

  private static Stored stored(LeaseRecord record) {
    return new Stored(record, "41");
  }
}
