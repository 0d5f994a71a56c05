package dev.gatehouse.operator.status;

/**
 * How far a fleet is with what is served of a route.
 *
 * @param liveGeneration the newest generation that the fleet serves; 0 where none
 * @param detail for people, like {@code 4/5}; {@link #NO_PODS} where there is nobody to wait for
 */
public record Programming(State state, long liveGeneration, String detail) {
  /** No pod belongs to the gateway, as where its name is misspelt. */
  public static final String NO_PODS = "none";

  /** Whether the pods that count have acknowledged it. */
  public enum State {
    /** Not yet. */
    Pending,
    /** Every one. */
    Live,
    /** Some have not for too long. */
    Lagging
  }
}
