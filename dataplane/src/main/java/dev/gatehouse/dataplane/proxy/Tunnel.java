package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import org.jspecify.annotations.Nullable;

/** The two connections of a WebSocket, each direction at its own pace and with its own end. */
final class Tunnel {
  /** Whose it is. */
  interface Owner {
    /** It has ended, why if neither side ended it in good order. */
    void tunnelEnded(@Nullable Reason reason, @Nullable String detail);
  }

  /** There are none. */
  private static final Trailers NONE = Trailers.ofRequest(new Headers(1));

  private final Duplex client;
  private final Duplex backend;
  private final Guard guard;
  private final Owner owner;
  private final GoodbyeSink toBackend;
  private final GoodbyeSink toClient;
  private final Pump up;
  private final Pump down;
  private @Nullable Reason leaving;
  private long movedAt;
  private boolean over;

  Tunnel(Duplex client, Duplex backend, Guard guard, Owner owner, long now) {
    this.client = client;
    this.backend = backend;
    this.guard = guard;
    this.owner = owner;
    this.movedAt = now;
    this.toBackend = new GoodbyeSink(backend.out(), true, this::said);
    this.toClient = new GoodbyeSink(client.out(), false, this::said);
    this.up = new Pump(NONE, client.in(), toBackend, guard, new Direction(Reason.CLIENT_RESET));
    this.down = new Pump(NONE, backend.in(), toClient, guard, new Direction(Reason.UPSTREAM_RESET));
  }

  void start() {
    client.onGone(() -> guard.execute(() -> gone(Reason.CLIENT_RESET)));
    backend.onGone(() -> guard.execute(() -> gone(Reason.UPSTREAM_RESET)));
    up.start();
    down.start();
  }

  /** From the client to the backend. */
  Pump up() {
    return up;
  }

  Pump down() {
    return down;
  }

  /**
   * Leaves it if nothing has moved for too long, and cuts it at the next look if a frame is under
   * way that nobody ends.
   */
  void checkIdle(long now, long boundNanos) {
    if (leaving == Reason.TUNNEL_IDLE) {
      cut(leaving, "a frame was left unfinished");
      return;
    }
    boolean sent = up.progressed();
    boolean answered = down.progressed();
    if (sent || answered) {
      movedAt = now;
    } else if (now - movedAt > boundNanos) {
      leave(Reason.TUNNEL_IDLE);
    }
  }

  /** Says goodbye to both sides, each at the end of the frame that it is being sent. */
  void leave(Reason why) {
    if (leaving == null && !over) {
      leaving = why;
      toClient.leave();
      toBackend.leave();
    }
  }

  private void said() {
    if (toClient.ended() && toBackend.ended()) {
      close();
    }
  }

  private void close() {
    client.close();
    backend.close();
    end(leaving, null);
  }

  /** Cuts both connections. */
  void abort() {
    if (!over) {
      over = true;
      up.stop();
      down.stop();
      client.abort();
      backend.abort();
    }
  }

  /** Nobody is left to hear the other side. */
  private void gone(Reason reset) {
    if (!over) {
      cut(leaving == null ? reset : leaving, "the connection was cut");
    }
  }

  private void cut(Reason reason, String detail) {
    client.abort();
    backend.abort();
    end(reason, detail);
  }

  private void end(@Nullable Reason reason, @Nullable String detail) {
    if (!over) {
      over = true;
      up.stop();
      down.stop();
      owner.tunnelEnded(reason, detail);
    }
  }

  /** How one direction comes out. */
  private final class Direction implements Pump.Ending {
    private final Reason reset;

    Direction(Reason reset) {
      this.reset = reset;
    }

    @Override
    public void pumped() {
      if (up.completed() && down.completed()) {
        close();
      }
    }

    @Override
    public void sourceFailed() {
      gone(reset);
    }
  }
}
