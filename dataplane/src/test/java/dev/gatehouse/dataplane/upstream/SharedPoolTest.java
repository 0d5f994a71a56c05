package dev.gatehouse.dataplane.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.Upstream.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedPoolTest {
  private static final ResourceId ID = ResourceId.upstream("shop", "orders", 80);

  private final Upstreams upstreams = new Upstreams();
  private final List<FakeCarrier> made = new ArrayList<>();
  private final List<Runnable> making = new ArrayList<>();
  private long now;
  private boolean refusing;
  private final ConnectionPool<FakeExchange> pool = pool();
  private final Endpoint endpoint = endpoint();

  private ConnectionPool<FakeExchange> pool() {
    return new ConnectionPool<>(
        (_, then, _) -> then.failed(Reason.CONNECT_FAILED, "no HTTP/1.1 here"),
        this::connect,
        new ConnectionPool.Bounds(2, 3, Duration.ofSeconds(30), Duration.ofMillis(500)),
        () -> now,
        Runnable::run);
  }

  private Endpoint endpoint() {
    upstreams.endpoints(ID, Protocol.H2C, List.of(new EndpointSet.Endpoint("10.0.0.1", 80)));
    return upstreams.get(ID).endpoints().getFirst();
  }

  /** Takes two at a time. */
  private static final class FakeCarrier implements Carrier<FakeExchange> {
    private final Runnable onClosed;
    private Runnable changed = () -> {};
    private int running;
    private boolean worn;
    private boolean spent;
    private boolean retired;
    private boolean closed;
    private boolean dead;

    FakeCarrier(Runnable onClosed) {
      this.onClosed = onClosed;
    }

    @Override
    public boolean hasRoom() {
      return takesMore() && running < 2;
    }

    @Override
    public boolean worn() {
      return worn;
    }

    @Override
    public boolean takesMore() {
      return !spent && !retired && !closed;
    }

    @Override
    public int running() {
      return running;
    }

    @Override
    public FakeExchange begin() {
      running++;
      return new FakeExchange(this);
    }

    @Override
    public void onChange(Runnable then) {
      changed = then;
    }

    @Override
    public void retire() {
      retired = true;
      if (running == 0) {
        close();
      }
    }

    @Override
    public void sweep() {}

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

    private void ended() {
      running--;
      if (retired) {
        retire();
      }
      changed.run();
    }
  }

  /** Ends when it is closed. */
  private record FakeExchange(FakeCarrier carrier) implements Connection {
    @Override
    public boolean usable(boolean surely) {
      return true;
    }

    @Override
    public void close() {
      carrier.ended();
    }
  }

  /** Remembers what it was told. */
  private static final class Asker implements Wish.Granted<FakeExchange> {
    private final List<FakeExchange> granted = new ArrayList<>();
    private final List<Reason> failures = new ArrayList<>();

    @Override
    public void connected(FakeExchange exchange, boolean reused) {
      granted.add(exchange);
    }

    @Override
    public void failed(Reason reason, String detail) {
      failures.add(reason);
    }

    void end() {
      granted.getFirst().close();
    }
  }

  private void connect(Endpoint to, Connector.Made<Carrier<FakeExchange>> then, Runnable onClosed) {
    making.add(
        () -> {
          if (refusing) {
            then.failed(Reason.CONNECT_FAILED, "refused");
          } else {
            var carrier = new FakeCarrier(onClosed);
            made.add(carrier);
            then.connected(carrier);
          }
        });
  }

  private void finishConnecting() {
    while (!making.isEmpty()) {
      making.removeFirst().run();
    }
  }

  private Asker ask(ConnectionPool<FakeExchange> of) {
    var asker = new Asker();
    var _ = of.acquire(endpoint, true, asker);
    return asker;
  }

  private Asker ask() {
    return ask(pool);
  }

  @Test
  void allWaitForTheOneConnectionThatIsBeingMade() {
    Asker one = ask();
    Asker other = ask();
    assertEquals(1, making.size());

    finishConnecting();

    assertSame(one.granted.getFirst().carrier(), other.granted.getFirst().carrier());
  }

  @Test
  void anotherIsMadeOnlyWhereTheFirstIsFull() {
    ask();
    ask();
    finishConnecting();
    Asker third = ask();
    finishConnecting();

    assertEquals(2, made.size());
    assertSame(made.getLast(), third.granted.getFirst().carrier());
  }

  @Test
  void oneThatIsWornServesWhereThereCanBeNoOther() {
    Asker first = ask();
    finishConnecting();
    made.getFirst().worn = true;

    Asker second = ask();
    finishConnecting();
    Asker third = ask();
    made.getLast().worn = true;
    Asker fourth = ask();

    assertSame(made.getFirst(), first.granted.getFirst().carrier());
    assertSame(made.getLast(), second.granted.getFirst().carrier());
    assertSame(made.getLast(), third.granted.getFirst().carrier());
    assertSame(made.getFirst(), fourth.granted.getFirst().carrier());
    assertEquals(2, made.size());
  }

  @Test
  void beyondTheConnectionsRequestsWaitAndBeyondThatAreRefused() {
    for (int i = 0; i < 4; i++) {
      ask();
      finishConnecting();
    }
    Asker waiting = ask();
    ask();
    ask();
    Asker refused = ask();

    assertEquals(List.of(Reason.OVERLOADED), refused.failures);
    assertEquals(2, made.size());
    made.getFirst().ended();
    assertSame(made.getFirst(), waiting.granted.getFirst().carrier());
  }

  @Test
  void whoeverWaitsForAConnectionThatIsNotMadeIsTold() {
    refusing = true;
    Asker one = ask();
    Asker other = ask();

    finishConnecting();

    assertEquals(List.of(Reason.CONNECT_FAILED), one.failures);
    assertEquals(List.of(Reason.CONNECT_FAILED), other.failures);
    assertEquals(0, making.size());
  }

  @Test
  void oneThatTakesNoMoreIsReplacedWhileItEnds() {
    Asker old = ask();
    finishConnecting();
    made.getFirst().retired = true;
    made.getFirst().changed.run();

    Asker next = ask();
    finishConnecting();

    assertSame(made.getLast(), next.granted.getFirst().carrier());
    assertEquals(2, made.size());
    old.end();
    assertTrue(made.getFirst().closed);
  }

  @Test
  void oneThatHasNoNumbersLeftIsClosedOnceNothingRunsOnIt() {
    Asker last = ask();
    finishConnecting();
    made.getFirst().spent = true;

    ask();
    finishConnecting();
    last.end();

    assertEquals(2, made.size());
    assertTrue(made.getFirst().closed);
  }

  @Test
  void anIdleOneIsClosedInTheEnd() {
    ask();
    finishConnecting();
    made.getFirst().ended();
    assertEquals(1, pool.idle());

    now += Duration.ofSeconds(31).toNanos();
    pool.closeStale();

    assertTrue(made.getFirst().closed);
    assertEquals(0, endpoint.quota().connections());
  }

  @Test
  void anIdleOneThatHasDiedIsNotUsed() {
    ask();
    finishConnecting();
    made.getFirst().ended();
    made.getFirst().dead = true;

    Asker next = ask();
    finishConnecting();

    assertTrue(made.getFirst().closed);
    assertSame(made.getLast(), next.granted.getFirst().carrier());
  }

  @Test
  void oneThatIsBusyDoesNotEndWithItsEndpoint() {
    Asker asker = ask();
    finishConnecting();
    upstreams.endpoints(ID, Protocol.H2C, List.of());
    pool.closeIdle(List.of(endpoint));
    assertEquals(false, made.getFirst().closed);

    asker.end();

    assertTrue(made.getFirst().closed);
  }

  @Test
  void aLoopWithoutAnyGetsOneOfAnothers() {
    ask();
    ask();
    finishConnecting();
    Asker third = ask();
    finishConnecting();
    ConnectionPool<FakeExchange> other = pool();

    Asker starving = ask(other);
    assertTrue(made.getLast().retired, "the one with less on it");
    third.end();
    finishConnecting();

    assertEquals(1, starving.granted.size());
    assertEquals(3, made.size());
  }

  @Test
  void oneThatIsGivenUpLeavesNothingBehind() {
    var asker = new Asker();
    Wish<FakeExchange> wish = pool.acquire(endpoint, true, asker);
    Asker other = ask();
    wish.cancel();

    finishConnecting();

    assertEquals(0, asker.granted.size());
    assertEquals(1, other.granted.size());
    assertEquals(1, made.getFirst().running);
  }

  @Test
  void aChangeOfTheProtocolIsAChangeOfTheEndpoint() {
    upstreams.endpoints(ID, Protocol.HTTP1, List.of(new EndpointSet.Endpoint("10.0.0.1", 80)));

    assertTrue(endpoint.removed());
    assertEquals(Protocol.HTTP1, upstreams.get(ID).endpoints().getFirst().protocol());
  }
}
