package dev.gatehouse.operator.identity;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.snapshot.identity.ChannelIdentity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityKeepingTest {
  private static final Instant START = Instant.parse("2031-05-01T12:00:00Z");
  private static final IdentitySettings SETTINGS = IdentitySettings.of("ours", "theirs");

  private final FakeSecrets secrets = new FakeSecrets();
  private final List<ChannelIdentity> told = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private Instant now = START;
  private boolean mayWrite = true;
  private final IdentityKeeping keeping = keeping(told, registry);

  @AfterEach
  void close() {
    scheduler.shutdownNow();
  }

  @Test
  void makesWhatIsMissingAndTellsUnderWhatToPush() {
    assertEquals("the push channel's Secrets have yet to be read", keeping.problem());

    keeping.check();

    assertNull(keeping.problem());
    assertEquals(1, told.size());
    assertEquals(2, secrets.writes());
    assertEquals(
        told.getFirst().expires().getEpochSecond(), expiry("operator"), "as the metrics say");
    assertEquals(expiry("operator"), expiry("dataplane"));
  }

  @Test
  void writesAndTellsNothingWhileNothingIsDue() {
    keeping.check();

    now = now.plus(Duration.ofDays(10));
    keeping.check();

    assertEquals(2, secrets.writes());
    assertEquals(1, told.size());
  }

  @Test
  void tellsTheNewIdentityOnceTheOldOneIsRenewed() {
    keeping.check();

    now = now.plus(Duration.ofDays(20));
    keeping.check();

    assertEquals(2, told.size());
    assertNotEquals(told.getFirst().own(), told.getLast().own());
  }

  @Test
  void whoMayNotWriteTakesWhatIsThere() {
    mayWrite = false;
    keeping.check();
    assertEquals(0, secrets.writes());
    assertEquals("no operator has made the push channel's certificates yet", keeping.problem());

    var leaders = new ArrayList<ChannelIdentity>();
    mayWrite = true;
    another(leaders).check();
    mayWrite = false;
    keeping.check();

    assertNull(keeping.problem());
    assertEquals(leaders.getFirst().own(), told.getFirst().own());
  }

  @Test
  void ofTwoThatBeginAtOnceTheSecondTakesWhatTheFirstWrote() {
    var others = new ArrayList<ChannelIdentity>();
    IdentityKeeping other = another(others);
    secrets.beforeWrite(other::check);

    keeping.check();

    assertEquals(others.getFirst().own(), told.getFirst().own());
    assertEquals(2, secrets.writes(), "those of one alone");
  }

  @Test
  void manyThatBeginAtOnceAgree() throws Exception {
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ChannelIdentity>> all =
          Stream.generate(() -> new ArrayList<ChannelIdentity>())
              .limit(8)
              .map(
                  identities ->
                      many.submit(
                          () -> {
                            another(identities).check();
                            return identities.getLast();
                          }))
              .toList();
      for (Future<ChannelIdentity> one : all) {
        assertEquals(all.getFirst().get().own(), one.get().own());
      }
    }
  }

  @Test
  void aSecretThatIsDeletedIsMadeAgain() {
    keeping.check();
    Map<String, String> before = secrets.data("theirs");

    secrets.remove("theirs");
    keeping.check();

    assertEquals(before.get("ca.crt"), secrets.data("theirs").get("ca.crt"));
    assertNotEquals(before.get("tls.crt"), secrets.data("theirs").get("tls.crt"));
    assertEquals(1, told.size(), "the operator's own is as it was");
  }

  @Test
  void garbageIsReplacedAndWhatElseIsThereStays() {
    keeping.check();
    var spoilt = new HashMap<>(secrets.data("theirs"));
    spoilt.put("tls.crt", "garbage");
    spoilt.put("note", "of somebody else");
    secrets.put("theirs", spoilt);

    another(new ArrayList<>()).check();

    String mended = secrets.data("theirs").getOrDefault("tls.crt", "");
    assertTrue(mended.startsWith("-----BEGIN CERTIFICATE-----"), mended);
    assertEquals("of somebody else", secrets.data("theirs").get("note"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", ""})
  void whoKnowsWhatWasThereBeforeTheGarbagePutsItBack(String garbage) {
    keeping.check();
    Map<String, String> ours = secrets.data("ours");
    Map<String, String> theirs = secrets.data("theirs");

    secrets.put("ours", spoilt(ours, garbage));
    secrets.put("theirs", spoilt(theirs, garbage));
    keeping.check();

    assertEquals(ours, secrets.data("ours"));
    assertEquals(theirs, secrets.data("theirs"));
    assertEquals(1, told.size());
    assertNull(keeping.problem());
  }

  @Test
  void whoMayNotWriteGoesOnUnderWhatWasThereBeforeTheGarbage() {
    keeping.check();

    mayWrite = false;
    secrets.put("ours", spoilt(secrets.data("ours"), "garbage"));
    keeping.check();

    assertEquals(1, told.size());
    assertNull(keeping.problem());
    assertEquals("garbage", secrets.data("ours").get("ca.key"));
  }

  @Test
  void whoDeletesBothGetsEverythingAnew() {
    keeping.check();
    String before = secrets.data("theirs").get("ca.crt");

    secrets.remove("ours");
    secrets.put("theirs", Map.of());
    keeping.check();

    assertNotEquals(before, secrets.data("theirs").get("ca.crt"));
    assertEquals(2, told.size());
  }

  @Test
  void aStoreThatFailsIsAProblemAndTheIdentityStays() {
    keeping.check();

    secrets.fail("Secret ours can't be read: forbidden");
    keeping.check();

    assertEquals("Secret ours can't be read: forbidden", keeping.problem());
    assertEquals(1, told.size());
    assertEquals(1, registry.counter("gatehouse.operator.identity.failures").count());

    secrets.fail(null);
    keeping.check();
    assertNull(keeping.problem());
  }

  @Test
  void isTriedAgainByItself() throws InterruptedException {
    var identities = new LinkedBlockingQueue<ChannelIdentity>();
    var quick = new IdentitySettings("ours", "theirs", Duration.ofMillis(5), SETTINGS.lifetimes());
    secrets.fail("away");
    try (var running =
        new IdentityKeeping(
            quick, secrets, () -> true, identities::add, () -> START, scheduler, registry)) {
      running.start();
      while (registry.counter("gatehouse.operator.identity.failures").count() < 3) {
        Thread.onSpinWait();
      }
      secrets.fail(null);

      assertEquals(
          START.plus(SETTINGS.lifetimes().leaf()),
          requireNonNull(identities.poll(20, TimeUnit.SECONDS)).expires());
    }
  }

  private static Map<String, String> spoilt(Map<String, String> data, String garbage) {
    return data.keySet().stream().collect(Collectors.toMap(key -> key, _ -> garbage));
  }

  private IdentityKeeping another(List<ChannelIdentity> listener) {
    return keeping(listener, new SimpleMeterRegistry());
  }

  private IdentityKeeping keeping(List<ChannelIdentity> listener, SimpleMeterRegistry metrics) {
    return new IdentityKeeping(
        SETTINGS, secrets, () -> mayWrite, listener::add, () -> now, scheduler, metrics);
  }

  private long expiry(String certificate) {
    return (long)
        registry
            .get("gatehouse.operator.identity.expiry.timestamp.seconds")
            .tag("certificate", certificate)
            .gauge()
            .value();
  }
}
