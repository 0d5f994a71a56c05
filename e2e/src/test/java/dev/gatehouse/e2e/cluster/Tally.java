package dev.gatehouse.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** What became of the requests of one protocol. */
final class Tally {
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong unbroken = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong goodbyes = new AtomicLong();
  private final Protocol protocol;
  private final String run;

  Tally(Protocol protocol, int run) {
    this.protocol = protocol;
    this.run = run + "." + protocol.name();
  }

  Question next() {
    long number = sent.incrementAndGet();
    return new Question(run + "-" + number, number);
  }

  void came(LoadClient.Outcome outcome) {
    switch (outcome) {
      case ANSWERED -> {
        answered.incrementAndGet();
        unbroken.incrementAndGet();
      }
      case SAID_GOODBYE -> {}
    }
  }

  /** One that was sent failed. */
  void lose(Exception why) {
    lost.incrementAndGet();
    fail(why);
  }

  /** It failed, whether anything was sent or not. */
  void fail(Exception why) {
    failures.add(Instant.now() + " " + protocol + ": " + why);
    unbroken.set(0);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** How often clients have been told to go. */
  AtomicLong goodbyes() {
    return goodbyes;
  }

  /** Whether so many more than now have been answered. */
  BooleanSupplier more(long more) {
    long wanted = answered.get() + more;
    return () -> answered.get() >= wanted;
  }

  /** Whether the last ones, so many, have been answered. */
  boolean isUnbroken(long wanted) {
    return unbroken.get() >= wanted;
  }

  /**
   * None was executed twice, and each once of which this can be said: all but those that the
   * protocol's goodbye left open.
   */
  void assertExecutedOnce(Shop shop) {
    Shop.Executions executions = shop.executions(run);
    assertEquals(Map.of(), executions.repeated(), protocol + ", executed more than once");
    assertTrue(
        executions.executed() >= answered.get() && executions.executed() <= sent.get(),
        () -> "executed " + executions.executed() + " of " + this);
  }

  /** No more failed than clients had under way in so many breaks; none was executed twice. */
  void assertLostAtMost(int breaks, Shop shop) {
    assertTrue(
        lost.get() <= (long) breaks * protocol.clients() * protocol.atOnce(),
        () -> "failures: " + failures);
    Shop.Executions executions = shop.executions(run);
    assertEquals(Map.of(), executions.repeated(), protocol + ", executed more than once");
  }

  @Override
  public String toString() {
    String told = goodbyes.get() == 0 ? "" : ", " + goodbyes + " times told to go";
    long open = sent.get() - answered.get();
    return sent + " by " + protocol + told + (open == 0 ? "" : ", " + open + " not answered");
  }
}
