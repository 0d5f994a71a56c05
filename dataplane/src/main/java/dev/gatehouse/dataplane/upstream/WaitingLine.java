package dev.gatehouse.dataplane.upstream;

import dev.gatehouse.dataplane.exchange.Reason;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Those who wait on one event loop for a connection to one endpoint, in the order in which they
 * came; and how many connections the loop has, since without any they could wait for ever.
 */
final class WaitingLine<C extends Connection> {
  private final Endpoint endpoint;
  private final ConnectionQuota quota;
  private final ConnectionQuota.Member member;
  private final SequencedSet<Wish<C>> waiting = new LinkedHashSet<>();
  private int connections;
  private boolean starving;

  /**
   * Makes it empty.
   *
   * @param member of the endpoint's quota, in whose queue it stands for those who wait here
   */
  WaitingLine(Endpoint endpoint, ConnectionQuota.Member member) {
    this.endpoint = endpoint;
    this.quota = endpoint.quota();
    this.member = member;
    quota.join(member);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Lets a wish wait, or refuses it where the pod has enough of them; false if so. */
  boolean join(Wish<C> wish, int bound) {
    if (!quota.tryWait(bound)) {
      wish.refuse(Reason.OVERLOADED, "too many requests wait for a connection to " + endpoint);
      return false;
    }
    waiting.addLast(wish);
    wish.whenCancelled(() -> leave(wish));
    return true;
  }

  /** Asks for room in the quota's queue. */
  void queue() {
    starve();
    quota.queue(member);
  }

  /** Whoever has waited longest; there has to be one. */
  Wish<C> next() {
    Wish<C> next = waiting.getFirst();
    leave(next);
    return next;
  }

  /** One that got its turn may be cancelled still, while its connection is being made. */
  private void leave(Wish<C> wish) {
    if (!waiting.remove(wish)) {
      return;
    }
    quota.waitedNoLonger();
    if (waiting.isEmpty()) {
      quota.leaveQueue(member);
    }
    starve();
  }

  /** Who waits for an endpoint that is gone can go elsewhere. */
  void refuseIfGone() {
    while (endpoint.removed() && !waiting.isEmpty()) {
      next().refuse(Reason.CONNECT_FAILED, endpoint + " has gone");
    }
  }

  /** A connection is being made. */
  void connecting() {
    connections++;
    starve();
  }

  /** A connection has ended or wasn't made. */
  void disconnected() {
    connections--;
    starve();
    quota.disconnected();
  }

  /** Leaves the quota if nothing is left to do here, now that the endpoint is listed no longer. */
  boolean retired() {
    boolean over = endpoint.removed() && connections == 0 && waiting.isEmpty();
    if (over) {
      quota.leave(member);
    }
    return over;
  }

  /** Where requests wait and there is no connection, none will ever have room for them. */
  private void starve() {
    boolean now = !waiting.isEmpty() && connections == 0;
    if (now != starving) {
      starving = now;
      quota.starves(now);
    }
  }
}
