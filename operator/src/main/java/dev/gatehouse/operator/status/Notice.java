package dev.gatehouse.operator.status;

/**
 * What people should hear of once, as an Event of Kubernetes tells it.
 *
 * @param reason that of the condition which it is about, in CamelCase
 * @param message that of the condition
 */
public record Notice(Kind kind, String reason, String message) {
  /** The types of Events that Kubernetes knows. */
  public enum Kind {
    /** All is well again. */
    Normal,
    /** Somebody has to do something. */
    Warning
  }
}
