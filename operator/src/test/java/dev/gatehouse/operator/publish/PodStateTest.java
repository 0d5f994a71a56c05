package dev.gatehouse.operator.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.operator.publish.PodState.Activity;
import dev.gatehouse.operator.publish.PodState.Step;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodStateTest {
  private static final SnapshotVersion CURRENT = new SnapshotVersion(2, 10, "c");
  private static final Ack EMPTY = new Ack(null, List.of());
  private static final Ack OLDER = ack(2, 9, "o");
  private static final Step STAY = new Step.Stay();
  private static final Step ASK = new Step.Ask();
  private static final Step WHOLE = new Step.Send(null);

  /** Pushed to since this process leads. */
  private static final PodState SENT = PodState.NEW.sending();

  private static Ack ack(long epoch, long sequence, String hash) {
    return new Ack(new SnapshotVersion(epoch, sequence, hash), List.of());
  }

  @Test
  void aNewPodIsAskedFirst() {
    assertEquals(ASK, PodState.NEW.next(CURRENT));
  }

  @Test
  void anEmptyPodGetsTheWhole() {
    assertEquals(WHOLE, PodState.NEW.told(EMPTY).next(CURRENT));
  }

  @Test
  void aPodThatServesSomethingGetsWhatChangedSince() {
    assertEquals(new Step.Send("e"), PodState.NEW.told(ack(1, 99, "e")).next(CURRENT));
    assertEquals(new Step.Send("o"), SENT.told(OLDER).next(CURRENT));
    assertEquals(new Step.Send("o"), SENT.acknowledged(OLDER).next(CURRENT));
  }

  @Test
  void aPodThatHasTheContentStillLearnsTheVersion() {
    assertEquals(new Step.Send("c"), PodState.NEW.told(ack(1, 99, "c")).next(CURRENT));
  }

  @Test
  void aPodThatServesTheCurrentVersionIsLeftAlone() {
    assertEquals(STAY, SENT.told(ack(2, 10, "c")).next(CURRENT));
  }

  @Test
  void aPodThatRestoredTheCurrentVersionIsToldThatItHolds() {
    var restored = new Ack(CURRENT, List.of(), true);

    assertEquals(new Step.Send("c"), SENT.told(restored).next(CURRENT));
    assertEquals(
        new Step.Outbid(2),
        PodState.NEW.told(restored).next(CURRENT),
        "who knows whether it was this process that it has it from");
  }

  @Test
  void aPodThatHasSeenANewerVersionAsksForAHigherEpoch() {
    assertEquals(new Step.Outbid(3), SENT.told(ack(3, 1, "x")).next(CURRENT));
    assertEquals(new Step.Outbid(2), SENT.told(ack(2, 11, "x")).next(CURRENT));
    assertEquals(
        new Step.Outbid(2),
        SENT.told(ack(2, 10, "x")).next(CURRENT),
        "one version twice, with different content");
  }

  @Test
  void aPodThatHasTheEpochFromAnotherProcessAsksForAHigherOne() {
    assertEquals(new Step.Outbid(2), PodState.NEW.told(OLDER).next(CURRENT));
    assertEquals(new Step.Outbid(2), PodState.NEW.told(ack(2, 10, "c")).next(CURRENT));
    assertEquals(new Step.Outbid(3), PodState.NEW.told(ack(3, 1, "x")).next(CURRENT));
  }

  @Test
  void onlyOneRequestIsUnderWay() {
    assertEquals(STAY, PodState.NEW.asking().next(CURRENT));
    assertEquals(STAY, SENT.told(OLDER).sending().next(CURRENT));
  }

  @Test
  void aBaseMismatchIsAnsweredWithTheWholeAtOnceButOnlyOnce() {
    PodState once = SENT.told(OLDER).sending().baseMismatch();
    assertEquals(WHOLE, once.next(CURRENT));

    PodState twice = once.sending().baseMismatch();
    assertEquals(STAY, twice.next(CURRENT));
    assertEquals(WHOLE, twice.rested().next(CURRENT));
  }

  @Test
  void aStaleVersionMakesThePodBeAskedAtOnceButOnlyOnce() {
    PodState once = SENT.acknowledged(OLDER).sending().stale();
    assertEquals(ASK, once.next(CURRENT));

    PodState twice = once.sending().stale();
    assertEquals(STAY, twice.next(CURRENT));
    assertEquals(ASK, twice.rested().next(CURRENT));
  }

  @Test
  void aPodWhoseAnswerWasLostIsAskedAfterARest() {
    PodState lost = SENT.acknowledged(OLDER).sending().lost();

    assertEquals(STAY, lost.next(CURRENT));
    assertEquals(ASK, lost.rested().next(CURRENT));
    assertEquals(1, lost.failures());
  }

  @Test
  void aPodThatRefusedAPushForWhatItIsGetsTheWholeAfterARest() {
    PodState refused = SENT.acknowledged(OLDER).sending().refused().rested();

    assertEquals(ASK, refused.next(CURRENT));
    assertEquals(WHOLE, refused.told(OLDER).next(CURRENT));
  }

  @Test
  void onlyAPushThatIsTakenEndsTheRowOfFailures() {
    PodState answering = PodState.NEW.lost().rested().asking().told(EMPTY);
    assertEquals(1, answering.failures());

    assertEquals(0, answering.sending().acknowledged(OLDER).failures());
  }

  @Test
  void restEndsOnlyARest() {
    PodState busy = PodState.NEW.asking();

    assertEquals(busy, busy.rested());
    assertEquals(Activity.BUSY, busy.rested().activity());
  }
}
