package dev.gatehouse.dataplane.upstream;

import dev.gatehouse.dataplane.exchange.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's connections to one endpoint, each of which carries as many exchanges as the peer
 * allows. So there is one, and another only when that limit is reached.
 */
final class SharedPool<C extends Connection> implements EndpointPool<C>, ConnectionQuota.Member {
  private final Endpoint endpoint;
  private final ConnectionQuota quota;
  private final Connector<Carrier<C>> connector;
  private final ConnectionPool.Bounds bounds;
  private final LongSupplier nanoTime;
  private final Executor loop;

  /** Those that may take more, the oldest first, which is filled first. */
  private final List<Open<C>> open = new ArrayList<>();

  /** Also those that only bring to an end what runs on them. */
  private final List<Carrier<C>> all = new ArrayList<>();

  private final WaitingLine<C> line;
  private boolean connecting;

  SharedPool(
      Endpoint endpoint,
      Connector<Carrier<C>> connector,
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
    return (int) open.stream().filter(Open::isIdle).count();
  }

  @Override
  public boolean retired() {
    return line.retired();
  }

  @Override
  public void acquire(Wish<C> wish) {
    Open<C> usable = withRoom(wish.sure());
    if (usable != null) {
      grant(wish, usable, true);
    } else if (!connecting && quota.tryConnect(bounds.connections())) {
      connect(wish);
    } else if (line.join(wish, bounds.pending())) {
      grow();
    }
  }

  /** The connection has been told by what ended the exchange. */
  @Override
  public void release(C connection) {}

  @Override
  public void closeIdle() {
    new ArrayList<>(open).forEach(this::retire);
    line.refuseIfGone();
  }

  @Override
  public void closeStale() {
    new ArrayList<>(all).forEach(Carrier::sweep);
    for (Open<C> each : new ArrayList<>(open)) {
      if (each.isIdle() && idleNanos(each) > bounds.maxIdle().toNanos()) {
        retire(each);
      }
    }
  }

  @Override
  public void roomMade() {
    loop.execute(
        () -> {
          grow();
          boolean unused = line.isEmpty() || connecting;
          if (unused && quota.connections() < bounds.connections()) {
            quota.offerRoom();
          }
        });
  }

  /**
   * Where another loop could wait for ever, a connection that is in use is given up, too: it ends
   * after its exchanges, and who comes meanwhile gets in line.
   */
  @Override
  public void roomWanted() {
    loop.execute(
        () -> {
          if (quota.isRoomWanted()) {
            open.stream()
                .filter(each -> each.isIdle() || quota.isAnyStarving())
                .min(Comparator.comparingInt(each -> each.carrier.running()))
                .ifPresent(this::retire);
          }
        });
  }

  private void retire(Open<C> one) {
    open.remove(one);
    one.carrier.retire();
  }

  /** Gives those who wait what room there is, the longest first, and makes more. */
  private void serve() {
    while (!line.isEmpty()) {
      Open<C> usable = withRoom(false);
      if (usable == null) {
        grow();
        return;
      }
      grant(line.next(), usable, true);
    }
    if (quota.isRoomWanted()) {
      open.stream().filter(Open::isIdle).findFirst().ifPresent(this::retire);
    }
  }

  private void grant(Wish<C> wish, Open<C> one, boolean reused) {
    wish.grant(one.carrier.begin(), reused);
  }

  /** One that is worn serves on where there can be no other, or nobody would be served. */
  private @Nullable Open<C> withRoom(boolean sure) {
    Open<C> fresh = withRoom(sure, false);
    boolean last = fresh == null && !connecting && quota.connections() >= bounds.connections();
    return last ? withRoom(sure, true) : fresh;
  }

  private @Nullable Open<C> withRoom(boolean sure, boolean worn) {
    for (Open<C> each : new ArrayList<>(open)) {
      if (!each.carrier.takesMore()) {
        retire(each);
        continue;
      }
      if (!each.carrier.hasRoom() || each.carrier.worn() != worn) {
        continue;
      }
      boolean ask = each.isIdle() && (sure || idleNanos(each) > bounds.sureAfter().toNanos());
      if (each.carrier.usable(ask)) {
        return each;
      }
      open.remove(each);
      each.carrier.close();
    }
    return null;
  }

  /** One that has run out of numbers for streams would stay open for ever, of use to nobody. */
  private void retireSpent() {
    for (Open<C> each : new ArrayList<>(open)) {
      if (!each.carrier.takesMore()) {
        retire(each);
      }
    }
  }

  private long idleNanos(Open<C> one) {
    return nanoTime.getAsLong() - one.since;
  }

  /** One at a time: what it brings may be enough for all who wait. */
  private void grow() {
    if (line.isEmpty() || connecting) {
      return;
    }
    line.queue();
    if (quota.tryConnect(bounds.connections())) {
      connect(line.next());
    }
  }

  private void connect(Wish<C> wish) {
    connecting = true;
    quota.leaveQueue(this);
    line.connecting();
    connector.connect(
        endpoint,
        new Connector.Made<>() {
          @Override
          public void connected(Carrier<C> carrier) {
            connecting = false;
            made(carrier, wish);
          }

          @Override
          public void failed(Reason reason, String detail) {
            notMade(wish, reason, detail);
          }
        },
        this::gone);
  }

  private void made(Carrier<C> carrier, Wish<C> wish) {
    var one = new Open<C>(carrier);
    one.since = nanoTime.getAsLong();
    carrier.onChange(
        () -> {
          one.since = nanoTime.getAsLong();
          serve();
        });
    open.add(one);
    all.add(carrier);
    if (!wish.over()) {
      grant(wish, one, false);
    }
    if (endpoint.removed()) {
      retire(one);
    }
    serve();
  }

  /**
   * All who waited for it are told: each may be served elsewhere, and none waits for a next try.
   */
  private void notMade(Wish<C> wish, Reason reason, String detail) {
    connecting = false;
    var told = new ArrayList<Wish<C>>();
    told.add(wish);
    while (open.isEmpty() && !line.isEmpty()) {
      told.add(line.next());
    }
    gone();
    told.forEach(each -> each.refuse(reason, detail));
  }

  /** A connection has ended or wasn't made. */
  private void gone() {
    all.removeIf(each -> !each.usable(false));
    retireSpent();
    line.disconnected();
    if (!connecting) {
      serve();
    }
  }

  /** A connection, and since when nothing has changed on it. */
  private static final class Open<C extends Connection> {
    private final Carrier<C> carrier;
    private long since;

    Open(Carrier<C> carrier) {
      this.carrier = carrier;
    }

    boolean isIdle() {
      return carrier.running() == 0;
    }
  }
}
