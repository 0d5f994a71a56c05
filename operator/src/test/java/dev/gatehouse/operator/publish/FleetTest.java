package dev.gatehouse.operator.publish;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FleetTest {
  private static final Duration FOR_EVER = Duration.ofHours(1);
  private static final ResourceId ORDERS = ResourceId.endpoints("shop", "orders", 80);
  private static final ResourceId USERS = ResourceId.endpoints("shop", "users", 80);
  private static final ResourceId ROUTE = ResourceId.route("gatewayroute", "shop", "orders", "0");

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Fleet fleet = new Fleet("default", 1, vertx, PublishSettings.STANDARD, this::told);

  /** The sequences of the versions that were told. */
  private final LinkedBlockingQueue<Long> versions = new LinkedBlockingQueue<>();

  private Map<ResourceId, Encoded> published = Map.of();
  private long sequence;

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void endpointsThatWaitAreToldAsOneAfterThePause() throws InterruptedException {
    Duration pause = Duration.ofSeconds(1);
    // All at once: nothing that delays this test comes between.
    on(
        () -> {
          publish(ROUTE, "1", pause);
          publish(ORDERS, "1", pause);
          publish(USERS, "1", pause);
          publish(ORDERS, null, pause);
          publish(ORDERS, "2", pause);
        });

    assertEquals(1, next());
    assertEquals(5, next(), "the versions between are never told");
    assertWhole(1);
  }

  @Test
  void anyOtherChangeIsToldAtOnceAndTakesAlongWhatWaits() throws InterruptedException {
    on(
        () -> {
          publish(ROUTE, "1", FOR_EVER);
          publish(ORDERS, "1", FOR_EVER);
          publish(USERS, "1", FOR_EVER);
          publish(ROUTE, "2", FOR_EVER);
        });

    assertEquals(1, next());
    assertEquals(4, next(), "the versions between are never told");
    assertWhole(1);
  }

  /** A pod may have it from the leader before, and must not go back. */
  @Test
  void nothingWaitsBeyondAnEpoch() {
    on(
        () -> {
          publish(ROUTE, "1", FOR_EVER);
          publish(ORDERS, "1", FOR_EVER);
          fleet.raise(7);
        });

    assertWhole(7);
  }

  @Test
  void withoutAPauseNothingWaits() throws InterruptedException {
    on(
        () -> {
          publish(ROUTE, "1", Duration.ZERO);
          publish(ORDERS, "1", Duration.ZERO);
          publish(ORDERS, "2", Duration.ZERO);
        });

    assertEquals(1, next());
    assertEquals(2, next());
    assertEquals(3, next());
  }

  @Test
  void whatWaitsIsNotToldOnceItIsClosed() throws InterruptedException {
    Duration pause = Duration.ofMillis(50);
    on(
        () -> {
          publish(ROUTE, "1", pause);
          publish(ORDERS, "1", pause);
          fleet.close();
          vertx.setTimer(200, _ -> versions.add(-1L));
        });

    assertEquals(1, next());
    assertEquals(-1, next());
  }

  private void told() {
    versions.add(requireNonNull(fleet.version()).sequence());
  }

  /** Null takes it away. */
  private void publish(ResourceId id, @Nullable String says, Duration pause) {
    var next = new HashMap<>(published);
    if (says == null) {
      next.remove(id);
    } else {
      next.put(id, new Encoded(id, says.getBytes(StandardCharsets.UTF_8)));
    }
    Delta delta = Delta.between(published, next);
    published = Map.copyOf(next);
    fleet.take(
        new Edition(++sequence, published, SnapshotHash.of(published.values()), delta), pause);
  }

  private void assertWhole(long epoch) {
    on(
        () -> {
          Push push = fleet.whole().orElseThrow();
          assertEquals(published, push.delta().upserted());
          assertEquals(SnapshotHash.of(published.values()).hex(), push.version().hash());
          assertEquals(epoch, push.version().epoch());
        });
  }

  private long next() throws InterruptedException {
    Long version = versions.poll(20, TimeUnit.SECONDS);
    assertNotNull(version, "nothing is told");
    return version;
  }

  /** On the thread that the fleet is confined to. */
  private void on(Runnable action) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        _ -> {
          try {
            action.run();
            done.complete();
          } catch (RuntimeException | Error e) {
            done.fail(e);
          }
        });
    done.future().await();
  }
}
