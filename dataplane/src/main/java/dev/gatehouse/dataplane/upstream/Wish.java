package dev.gatehouse.dataplane.upstream;

import dev.gatehouse.dataplane.exchange.Reason;

/** A request's wish for a connection. It is granted or refused once, unless cancelled before. */
public final class Wish<C extends Connection> {
  /** Who wants it. */
  public interface Granted<C extends Connection> {
    /**
     * A connection, the wisher's own until it is released or closed.
     *
     * @param reused whether an exchange went over it before: if so its end may just have been on
     *     its way
     */
    void connected(C connection, boolean reused);

    void failed(Reason reason, String detail);
  }

  private final boolean sure;
  private final Granted<C> then;
  private Runnable whenCancelled = () -> {};
  private boolean over;

  Wish(boolean sure, Granted<C> then) {
    this.sure = sure;
    this.then = then;
  }

  boolean sure() {
    return sure;
  }

  boolean over() {
    return over;
  }

  /** Nobody waits any longer; a connection that is being made becomes an idle one. */
  public void cancel() {
    if (!over) {
      over = true;
      whenCancelled.run();
    }
  }

  void whenCancelled(Runnable then) {
    whenCancelled = then;
  }

  void grant(C connection, boolean reused) {
    over = true;
    then.connected(connection, reused);
  }

  void refuse(Reason reason, String detail) {
    if (!over) {
      over = true;
      then.failed(reason, detail);
    }
  }
}
