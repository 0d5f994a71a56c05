package dev.gatehouse.dataplane.upstream;

import dev.gatehouse.dataplane.exchange.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One event loop's connections to one endpoint; those in use are only counted. */
final class EndpointPool<C extends Connection> {
  private record Idle<C>(C connection, long since) {}

  private final Endpoint endpoint;
  private final Connector<C> connector;
  private final ConnectionPool.Bounds bounds;
  private final LongSupplier nanoTime;
  private final Deque<Idle<C>> idle = new ArrayDeque<>();
  private final Deque<Wish<C>> waiting = new ArrayDeque<>();
  private int connections;

  EndpointPool(
      Endpoint endpoint,
      Connector<C> connector,
      ConnectionPool.Bounds bounds,
      LongSupplier nanoTime) {
    this.endpoint = endpoint;
    this.connector = connector;
    this.bounds = bounds;
    this.nanoTime = nanoTime;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  int idle() {
    return idle.size();
  }

  /** Neither connections nor wishes for any. */
  boolean isEmpty() {
    return connections == 0 && waiting.isEmpty();
  }

  void acquire(Wish<C> wish) {
    C reusable = takeIdle(wish.sure());
    if (reusable != null) {
      wish.grant(reusable, true);
    } else if (connections < bounds.connections()) {
      connect(wish);
    } else if (waiting() < bounds.pending()) {
      waiting.addLast(wish);
    } else {
      wish.refuse(Reason.OVERLOADED, "too many requests wait for a connection to " + endpoint);
    }
  }

  void release(C connection) {
    if (endpoint.removed() || !connection.usable(false)) {
      connection.close();
      return;
    }
    Wish<C> next = nextWaiting();
    if (next != null) {
      next.grant(connection, true);
    } else {
      idle.addFirst(new Idle<>(connection, nanoTime.getAsLong()));
    }
  }

  void closeIdle() {
    for (Idle<C> each : new ArrayList<>(idle)) {
      each.connection().close();
    }
    idle.clear();
  }

  void closeStale() {
    while (!idle.isEmpty() && isStale(idle.getLast())) {
      idle.removeLast().connection().close();
    }
  }

  private boolean isStale(Idle<C> one) {
    return nanoTime.getAsLong() - one.since() > bounds.maxIdle().toNanos();
  }

  private @Nullable C takeIdle(boolean sure) {
    while (!idle.isEmpty()) {
      Idle<C> candidate = idle.removeFirst();
      boolean ask = sure || nanoTime.getAsLong() - candidate.since() > bounds.sureAfter().toNanos();
      if (!isStale(candidate) && candidate.connection().usable(ask)) {
        return candidate.connection();
      }
      candidate.connection().close();
    }
    return null;
  }

  private void connect(Wish<C> wish) {
    connections++;
    connector.connect(
        endpoint,
        new Connector.Made<>() {
          @Override
          public void connected(C connection) {
            if (wish.over()) {
              release(connection);
            } else {
              wish.grant(connection, false);
            }
          }

          @Override
          public void failed(Reason reason, String detail) {
            wish.refuse(reason, detail);
            gone();
          }
        },
        this::gone);
  }

  /** A connection has ended or wasn't made: there is room for whoever waits longest. */
  private void gone() {
    connections--;
    Wish<C> next = nextWaiting();
    if (next != null) {
      connect(next);
    }
  }

  private int waiting() {
    waiting.removeIf(Wish::over);
    return waiting.size();
  }

  private @Nullable Wish<C> nextWaiting() {
    Wish<C> next = waiting.pollFirst();
    while (next != null && next.over()) {
      next = waiting.pollFirst();
    }
    return next;
  }
}
