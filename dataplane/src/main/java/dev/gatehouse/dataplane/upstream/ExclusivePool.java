package dev.gatehouse.dataplane.upstream;

import dev.gatehouse.dataplane.exchange.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's connections to one endpoint, each of which carries one exchange at a time; those
 * in use are only counted. How many there may be is a matter of all loops together, so it shares a
 * {@link ConnectionQuota} with theirs.
 */
final class ExclusivePool<C extends Connection> implements EndpointPool<C>, ConnectionQuota.Member {
  private record Idle<C>(C connection, long since) {}

  private final Endpoint endpoint;
  private final ConnectionQuota quota;
  private final Connector<C> connector;
  private final ConnectionPool.Bounds bounds;
  private final LongSupplier nanoTime;
  private final Executor loop;
  private final Deque<Idle<C>> idle = new ArrayDeque<>();
  private final WaitingLine<C> line;

  ExclusivePool(
      Endpoint endpoint,
      Connector<C> connector,
      ConnectionPool.Bounds bounds,
      LongSupplier nanoTime,
      Executor loop) {
    this.endpoint = endpoint;
    this.quota = endpoint.quota();
    this.connector = connector;
    this.bounds = bounds;
    this.nanoTime = nanoTime;
    this.loop = loop;
    this.line = new WaitingLine<>(endpoint, this);
  }

  @Override
  public int idle() {
    return idle.size();
  }

  @Override
  public boolean retired() {
    return line.retired();
  }

  @Override
  public void acquire(Wish<C> wish) {
    C reusable = takeIdle(wish.sure());
    if (reusable != null) {
      wish.grant(reusable, true);
    } else if (quota.tryConnect(bounds.connections())) {
      connect(wish);
    } else if (line.join(wish, bounds.pending())) {
      lineUp();
    }
  }

  /** Those who wait here come first, unless elsewhere somebody could wait for ever. */
  @Override
  public void release(C connection) {
    if (endpoint.removed() || !connection.usable(false) || quota.isAnyStarving()) {
      connection.close();
    } else if (!line.isEmpty()) {
      line.next().grant(connection, true);
    } else if (quota.isRoomWanted()) {
      connection.close();
    } else {
      idle.addFirst(new Idle<>(connection, nanoTime.getAsLong()));
    }
  }

  @Override
  public void closeIdle() {
    for (Idle<C> each : new ArrayList<>(idle)) {
      each.connection().close();
    }
    idle.clear();
    line.refuseIfGone();
  }

  @Override
  public void closeStale() {
    while (!idle.isEmpty() && isStale(idle.getLast())) {
      idle.removeLast().connection().close();
    }
  }

  @Override
  public void roomMade() {
    loop.execute(
        () -> {
          if (!line.isEmpty()) {
            lineUp();
          }
          if (line.isEmpty() && quota.connections() < bounds.connections()) {
            quota.offerRoom();
          }
        });
  }

  @Override
  public void roomWanted() {
    loop.execute(
        () -> {
          boolean made = false;
          while (!made && quota.isRoomWanted() && !idle.isEmpty()) {
            C oldest = idle.removeLast().connection();
            made = oldest.usable(false); // Of one that had ended already, the room is given back.
            oldest.close();
          }
        });
  }

  private void lineUp() {
    line.queue();
    while (!line.isEmpty() && quota.tryConnect(bounds.connections())) {
      connect(line.next());
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
    line.connecting();
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
            line.disconnected();
          }
        },
        line::disconnected);
  }
}
