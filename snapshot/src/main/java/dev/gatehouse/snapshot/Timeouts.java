package dev.gatehouse.snapshot;

/**
 * Bounds in milliseconds; 0 means none.
 *
 * @param requestMillis from the request's head to the end of the answer, all tries together
 * @param backendRequestMillis one try, from its choice of an endpoint to the end of the answer's
 *     head
 */
public record Timeouts(long requestMillis, long backendRequestMillis) {
  public static final Timeouts NONE = new Timeouts(0, 0);

  public Timeouts {
    if (requestMillis < 0 || backendRequestMillis < 0) {
      throw new IllegalArgumentException("a timeout can't be negative");
    }
  }
}
