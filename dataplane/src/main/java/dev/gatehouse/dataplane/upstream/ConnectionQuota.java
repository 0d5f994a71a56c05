package dev.gatehouse.dataplane.upstream;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections this pod has to one endpoint, on whichever event loop, and how many requests
 * wait for one. Connections never change their loop, so a loop that may make none waits here for
 * room, and the others close what they have idle.
 */
final class ConnectionQuota {
  /** One event loop's connections to the endpoint; may be called on any thread. */
  interface Member {
    /** A connection ended somewhere: there may be room for who waits here. */
    void roomMade();

    /** Others wait for room: whatever is idle here is to be closed. */
    void roomWanted();
  }

  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger pending = new AtomicInteger();
  private final Set<Member> members = ConcurrentHashMap.newKeySet();
  private final Queue<Member> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger starving = new AtomicInteger();

  void join(Member member) {
    members.add(member);
  }

  void leave(Member member) {
    members.remove(member);
  }

  int connections() {
    return connections.get();
  }

  boolean tryConnect(int bound) {
    return tryTake(connections, bound);
  }

  /** A connection has ended, or wasn't made. */
  void disconnected() {
    connections.decrementAndGet();
    offerRoom();
  }

  boolean tryWait(int bound) {
    return tryTake(pending, bound);
  }

  void waitedNoLonger() {
    pending.decrementAndGet();
  }

  /**
   * Puts a loop in line for room, unless it stands there: it is told once. The caller tries again
   * after this, since room may have been made meanwhile.
   */
  void queue(Member member) {
    if (queue.contains(member)) {
      return;
    }
    queue.add(member);
    for (Member other : members) {
      if (!other.equals(member)) {
        other.roomWanted();
      }
    }
  }

  void leaveQueue(Member member) {
    queue.remove(member);
  }

  /** Tells the loop that has waited longest. */
  void offerRoom() {
    Member first = queue.poll();
    if (first != null) {
      first.roomMade();
    }
  }

  boolean isRoomWanted() {
    return !queue.isEmpty();
  }

  /** Loops whose requests wait although none of their own connections will ever come free. */
  boolean isAnyStarving() {
    return starving.get() > 0;
  }

  void starves(boolean begins) {
    starving.addAndGet(begins ? 1 : -1);
  }

  private static boolean tryTake(AtomicInteger taken, int bound) {
    int before = taken.get();
    while (before < bound) {
      if (taken.compareAndSet(before, before + 1)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }
}
