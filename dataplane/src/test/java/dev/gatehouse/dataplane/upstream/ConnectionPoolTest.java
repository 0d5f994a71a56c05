package dev.gatehouse.dataplane.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
  private static final ResourceId ID = ResourceId.upstream("shop", "orders", 80);

  private final Upstreams upstreams = new Upstreams();
  private final List<FakeConnection> made = new ArrayList<>();
  private long now;
  private boolean refusing;
  private final ConnectionPool<FakeConnection> pool = pool();

  /** Usable until somebody says otherwise. */
  private static final class FakeConnection implements Connection {
    private final Runnable onClosed;
    private boolean dead;
    private boolean closed;

    FakeConnection(Runnable onClosed) {
      this.onClosed = onClosed;
    }

    @Override
    public boolean usable(boolean surely) {
      return !closed && !(surely && dead);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        onClosed.run();
      }
    }
  }

  /** Remembers what it was told. */
  private static final class Asker implements Wish.Granted<FakeConnection> {
    private final List<FakeConnection> connections = new ArrayList<>();
    private final List<Reason> failures = new ArrayList<>();
    private boolean reused;

    @Override
    public void connected(FakeConnection connection, boolean wasUsed) {
      connections.add(connection);
      reused = wasUsed;
    }

    @Override
    public void failed(Reason reason, String detail) {
      failures.add(reason);
    }
  }

  /** Of one event loop. */
  private ConnectionPool<FakeConnection> pool() {
    return new ConnectionPool<>(
        this::connect,
        (_, then, _) -> then.failed(Reason.CONNECT_FAILED, "no HTTP/2 here"),
        new ConnectionPool.Bounds(2, 1, Duration.ofSeconds(30), Duration.ofMillis(500)),
        () -> now,
        Runnable::run);
  }

  private void connect(Endpoint endpoint, Connector.Made<FakeConnection> then, Runnable onClosed) {
    if (refusing) {
      then.failed(Reason.CONNECT_FAILED, "refused");
      return;
    }
    var connection = new FakeConnection(onClosed);
    made.add(connection);
    then.connected(connection);
  }

  @Test
  void theOneUsedLastIsUsedFirst() {
    Endpoint endpoint = endpoint();
    Asker one = ask(endpoint);
    Asker other = ask(endpoint);
    pool.release(endpoint, one.connections.getFirst());
    pool.release(endpoint, other.connections.getFirst());

    Asker next = ask(endpoint);

    assertSame(other.connections.getFirst(), next.connections.getFirst());
    assertTrue(next.reused);
  }

  @Test
  void atTheBoundRequestsWaitAndBeyondItTheyAreRefused() {
    Endpoint endpoint = endpoint();
    Asker one = ask(endpoint);
    ask(endpoint);
    Asker waiting = ask(endpoint);
    Asker refused = ask(endpoint);

    assertEquals(List.of(Reason.OVERLOADED), refused.failures);
    assertTrue(waiting.connections.isEmpty());
    pool.release(endpoint, one.connections.getFirst());
    assertSame(one.connections.getFirst(), waiting.connections.getFirst());
  }

  @Test
  void aConnectionThatEndsMakesRoomForWhoWaits() {
    Endpoint endpoint = endpoint();
    Asker one = ask(endpoint);
    ask(endpoint);
    Asker waiting = ask(endpoint);

    one.connections.getFirst().close();

    assertFalse(waiting.reused);
    assertSame(made.get(2), waiting.connections.getFirst());
  }

  @Test
  void whoGaveUpIsPassedOver() {
    Endpoint endpoint = endpoint();
    Asker one = ask(endpoint);
    ask(endpoint);
    var gaveUp = new Asker();
    pool.acquire(endpoint, false, gaveUp).cancel();

    pool.release(endpoint, one.connections.getFirst());

    assertTrue(gaveUp.connections.isEmpty());
    assertEquals(1, pool.idle());
  }

  @Test
  void aDeadConnectionIsThrownAwayWhereItMustBeSure() {
    Endpoint endpoint = endpoint();
    Asker one = ask(endpoint);
    pool.release(endpoint, one.connections.getFirst());
    one.connections.getFirst().dead = true;

    var sure = new Asker();
    pool.acquire(endpoint, true, sure);

    assertSame(made.get(1), sure.connections.getFirst());
    assertTrue(made.get(0).closed);
  }

  @Test
  void whatWasIdleForLongIsAskedAndForTooLongIsClosed() {
    Endpoint endpoint = endpoint();
    Asker one = ask(endpoint);
    pool.release(endpoint, one.connections.getFirst());
    one.connections.getFirst().dead = true;
    now = Duration.ofSeconds(1).toNanos();
    Asker next = ask(endpoint);
    assertSame(made.get(1), next.connections.getFirst());

    pool.release(endpoint, next.connections.getFirst());
    now += Duration.ofSeconds(31).toNanos();
    pool.closeStale();

    assertEquals(0, pool.idle());
    assertTrue(made.get(1).closed);
  }

  @Test
  void anEndpointThatIsGoneKeepsNoIdleConnection() {
    Endpoint endpoint = endpoint();
    upstreams.onRemoved(pool::closeIdle);
    Asker idle = ask(endpoint);
    Asker running = ask(endpoint);
    pool.release(endpoint, idle.connections.getFirst());

    upstreams.endpoints(ID, List.of());

    assertTrue(made.get(0).closed);
    assertFalse(made.get(1).closed);
    pool.release(endpoint, running.connections.getFirst());
    assertTrue(made.get(1).closed);
  }

  @Test
  void aRefusedConnectionLeavesRoom() {
    Endpoint endpoint = endpoint();
    refusing = true;
    for (int i = 0; i < 5; i++) {
      assertEquals(List.of(Reason.CONNECT_FAILED), ask(endpoint).failures);
    }
    refusing = false;
    assertEquals(1, ask(endpoint).connections.size());
  }

  /** One that has ended makes no room a second time. */
  @Test
  void whereAnotherLoopWantsRoomOneThatIsOpenIsClosed() {
    Endpoint endpoint = endpoint();
    Asker older = ask(endpoint);
    Asker newer = ask(endpoint);
    pool.release(endpoint, older.connections.getFirst());
    pool.release(endpoint, newer.connections.getFirst());
    older.connections.getFirst().close();
    ConnectionPool<FakeConnection> loop = pool();
    var running = new Asker();
    loop.acquire(endpoint, false, running);

    var waiting = new Asker();
    loop.acquire(endpoint, false, waiting);

    assertTrue(newer.connections.getFirst().closed);
    assertEquals(1, waiting.connections.size());
  }

  private Endpoint endpoint() {
    upstreams.endpoints(ID, List.of(new EndpointSet.Endpoint("10.0.0.1", 80)));
    return upstreams.get(ID).endpoints().getFirst();
  }

  private Asker ask(Endpoint endpoint) {
    var asker = new Asker();
    pool.acquire(endpoint, false, asker);
    return asker;
  }
}
