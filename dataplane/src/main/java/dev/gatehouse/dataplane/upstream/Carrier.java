package dev.gatehouse.dataplane.upstream;

/**
 * A connection to an endpoint that carries several exchanges at once, each of which its wisher sees
 * as a connection of its own.
 *
 * @param <C> what an exchange is seen as; closing it ends that exchange alone
 */
public interface Carrier<C extends Connection> extends Connection {
  /** Whether another exchange could begin now. */
  boolean hasRoom();

  /** Whether another had better begin elsewhere, for a while, if that is possible. */
  boolean worn();

  /** Whether another could begin now or later. */
  boolean takesMore();

  /** How many have begun and not ended. */
  int running();

  /** Room for one exchange, to be used at once; only while {@link #hasRoom}. */
  C begin();

  /** Sets what runs whenever there may be more room, or none ever again. */
  void onChange(Runnable then);

  /** Begins nothing more, and ends once nothing runs on it. */
  void retire();

  /** Lets go of exchanges that hang; called about every second. */
  void sweep();
}
