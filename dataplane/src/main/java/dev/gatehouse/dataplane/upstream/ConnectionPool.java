package dev.gatehouse.dataplane.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The connections of one event loop, by endpoint. Not thread-safe: only counts are shared with
 * other loops, so a request never leaves its own.
 */
public final class ConnectionPool<C extends Connection> {
  /**
   * What the whole pod may hold, on all event loops together.
   *
   * @param connections to one endpoint, at least 1
   * @param pending requests that wait for one of these; more are refused as {@code OVERLOADED}
   * @param maxIdle after which an idle connection isn't used again: the peer may be about to close
   *     it
   * @param sureAfter the idle time after which the operating system is asked before it is used
   */
  public record Bounds(int connections, int pending, Duration maxIdle, Duration sureAfter) {
    public Bounds {
      if (connections < 1 || pending < 0) {
        throw new IllegalArgumentException("needs room for at least one connection");
      }
    }
  }

  private final Connector<C> connector;
  private final Connector<Carrier<C>> shared;
  private final Bounds bounds;
  private final LongSupplier nanoTime;
  private final Executor loop;
  private final Map<Endpoint, EndpointPool<C>> pools = new HashMap<>();
  private boolean closed;

  /**
   * Makes it empty.
   *
   * @param connector for endpoints whose connections carry one exchange at a time
   * @param shared for those of HTTP/2
   * @param nanoTime as {@link System#nanoTime()}
   * @param loop runs things later on this pool's event loop
   */
  public ConnectionPool(
      Connector<C> connector,
      Connector<Carrier<C>> shared,
      Bounds bounds,
      LongSupplier nanoTime,
      Executor loop) {
    this.connector = connector;
    this.shared = shared;
    this.bounds = bounds;
    this.nanoTime = nanoTime;
    this.loop = loop;
  }

  /**
   * Takes the connection that was idle for the shortest time, or makes one, or waits for one.
   *
   * @param sure whether an idle connection must be proven alive, since what will be sent can't be
   *     sent again
   * @param then told once, perhaps before this returns
   * @return gives up: then {@code then} is told nothing, if it wasn't yet
   */
  public Wish<C> acquire(Endpoint endpoint, boolean sure, Wish.Granted<C> then) {
    var wish = new Wish<>(sure, then);
    pools.computeIfAbsent(endpoint, this::pool).acquire(wish);
    return wish;
  }

  private EndpointPool<C> pool(Endpoint endpoint) {
    return switch (endpoint.protocol()) {
      case HTTP1 -> new ExclusivePool<>(endpoint, connector, bounds, nanoTime, loop);
      case H2C -> new SharedPool<>(endpoint, shared, bounds, nanoTime, loop);
    };
  }

  /** Gives back a connection over which a whole exchange has gone, to be used again. */
  public void release(Endpoint endpoint, C connection) {
    EndpointPool<C> pool = pools.get(endpoint);
    if (pool == null || closed) {
      connection.close();
    } else {
      pool.release(connection);
    }
  }

  /**
   * Closes what is idle at these. Their pools are forgotten by {@link #closeStale}: to look for
   * them here would make every change of one endpoint cost what all endpoints cost.
   */
  public void closeIdle(List<Endpoint> endpoints) {
    for (Endpoint endpoint : endpoints) {
      EndpointPool<C> pool = pools.get(endpoint);
      if (pool != null) {
        pool.closeIdle();
      }
    }
  }

  /** Throws away what has been idle for too long or is needed no longer; to be called at times. */
  public void closeStale() {
    pools.values().forEach(EndpointPool::closeStale);
    pools.values().removeIf(EndpointPool::retired);
  }

  /** Closes what is idle, and from now on what is released. */
  public void close() {
    closed = true;
    new ArrayList<>(pools.values()).forEach(EndpointPool::closeIdle);
  }

  /** Idle connections, of all endpoints. */
  public int idle() {
    return pools.values().stream().mapToInt(EndpointPool::idle).sum();
  }
}
