package dev.gatehouse.dataplane.upstream;

/**
 * One event loop's connections to one endpoint. How many there may be is a matter of all loops
 * together, so it shares a {@link ConnectionQuota} with theirs.
 */
sealed interface EndpointPool<C extends Connection> permits ExclusivePool, SharedPool {
  /** Grants a wish, or lets it wait, or refuses it. */
  void acquire(Wish<C> wish);

  /** Takes back what was granted, after a whole exchange. */
  void release(C connection);

  /** Closes what is idle; who waits for an endpoint that is gone can go elsewhere. */
  void closeIdle();

  /** Closes what has been idle for too long; called about every second. */
  void closeStale();

  /** Connections on which nothing runs. */
  int idle();

  /** Whether nothing is left to do here, now that the endpoint is listed no longer. */
  boolean retired();
}
