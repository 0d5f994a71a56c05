package dev.gatehouse.e2e.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.operator.identity.IdentityKeeping;
import dev.gatehouse.operator.identity.IdentitySettings;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.publish.Publisher;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Years of renewals in seconds, over real TLS: certificates, then authorities, while one push
 * follows the other. One pod's files change at once, the other's as late as can be.
 */
@Timeout(180)
class RotationUnderLoadTest {
  private static final Instant START = Instant.parse("2031-05-01T12:00:00Z");
  private static final IdentitySettings SETTINGS = IdentitySettings.of("ours", "theirs");
  private static final int STEPS = 550;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final InstantSource clock = now::get;
  private final MemorySecrets secrets = new MemorySecrets();
  private final Map<String, Long> live = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong pushes = new AtomicLong();
  private final AtomicBoolean goesOn = new AtomicBoolean(true);
  private final Vertx vertx = Vertx.vertx();

  /** Pods of one Vert.x would share the ports that they take. */
  private final Vertx another = Vertx.vertx();

  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final Publisher publisher =
      new Publisher(
          vertx,
          PublishSettings.STANDARD,
          seen -> Future.succeededFuture(seen + 1),
          new Answers(),
          new SimpleMeterRegistry(),
          new Random(1));
  private final IdentityKeeping keeping =
      new IdentityKeeping(
          SETTINGS,
          secrets,
          () -> true,
          publisher::identity,
          clock,
          scheduler,
          new SimpleMeterRegistry());

  @AfterEach
  void close() {
    publisher.close();
    scheduler.shutdownNow();
    vertx.close().await();
    another.close().await();
  }

  @Test
  void noPushIsLost(@TempDir Path first, @TempDir Path second) throws Exception {
    var early = new Mount(first);
    var late = new Mount(second);
    Set<String> authorities = new HashSet<>();
    keeping.check();
    Map<String, String> given = secrets.read("theirs").data();
    String begun = given.get("ca.crt");
    early.put(given);
    late.put(given);
    try (var quick = new SecuredPod(vertx, early, clock);
        var slow = new SecuredPod(another, late, clock)) {
      publisher.lead();
      publisher.pods(Set.of(pod("quick", quick), pod("slow", slow)));
      Thread load = Thread.ofPlatform().start(this::push);

      int changes = 0;
      for (int step = 1; step <= STEPS; step++) {
        now.set(now.get().plus(SETTINGS.lifetimes().propagation()));
        boolean changed = takeOver(late, given, slow);
        keeping.check();
        assertNull(keeping.problem());
        Map<String, String> next = secrets.read("theirs").data();
        changes += next.equals(given) ? 0 : 1;
        changed |= !next.equals(given);
        given = next;
        authorities.add(given.get("ca.crt"));
        takeOver(early, given, quick);
        if (changed) {
          awaitPushes(2, load);
        }
      }
      goesOn.set(false);
      load.join();

      assertEquals(List.of(), List.copyOf(failures));
      assertEquals("push " + pushes.get(), quick.traffic("/hello").body());
      assertEquals("push " + pushes.get(), slow.traffic("/hello").body());
      assertEquals(0, quick.metric("gatehouse_push_tls_refused_total"));
      assertEquals(0, slow.metric("gatehouse_push_tls_refused_total"));
      assertTrue(changes > 25, "a leaf lasts for twenty days, but there were " + changes);
      assertEquals(5, authorities.size(), "one, two, another, two, yet another");
      assertNotEquals(begun, given.get("ca.crt"));
    }
  }

  /** Changes a pod's files, and waits until it goes by them; says whether they are others. */
  private static boolean takeOver(Mount mount, Map<String, String> data, SecuredPod pod) {
    boolean changed = mount.isOther(data);
    if (changed) {
      double before = pod.reloads();
      mount.put(data);
      Eventually.until("the files are taken over", PATIENCE, () -> pod.reloads() == before + 1);
    }
    return changed;
  }

  /** With two, one has begun and ended since. */
  private void awaitPushes(int more, Thread load) {
    long before = pushes.get();
    Eventually.until(
        () -> "pushes come through at " + now + ", live are " + live + "; " + failures,
        PATIENCE,
        () -> pushes.get() >= before + more || !load.isAlive());
  }

  /** One after the other, each once both pods serve the one before. */
  private void push() {
    Map<ResourceId, Encoded> published = Map.of();
    while (goesOn.get()) {
      Encoded route = Snapshots.greeting("push " + (pushes.get() + 1));
      Map<ResourceId, Encoded> next = Map.of(route.id(), route);
      long sequence =
          publisher.publish(
              "default", next, SnapshotHash.of(next.values()), Delta.between(published, next));
      published = next;
      Eventually.until(
          () -> "push " + sequence + " is live, but " + live + "; " + failures,
          PATIENCE,
          () -> isLive("quick", sequence) && isLive("slow", sequence));
      pushes.incrementAndGet();
    }
  }

  private boolean isLive(String pod, long sequence) {
    return live.getOrDefault(pod, 0L) >= sequence;
  }

  private static Pod pod(String name, SecuredPod pod) {
    return new Pod(name, "default", pod.pushAddress(), true);
  }

  private final class Answers implements PublishListener {
    @Override
    public void acknowledged(Pod pod, Ack ack) {
      SnapshotVersion version = ack.version();
      live.put(pod.name(), version == null ? 0 : version.sequence());
    }

    @Override
    public void failing(Pod pod, String reason, String message) {
      failures.add(now + " " + pod.name() + " " + reason + ": " + message);
    }
  }
}
