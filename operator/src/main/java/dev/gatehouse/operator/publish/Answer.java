package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Ack;

/** What came of a request to a pod. */
sealed interface Answer {
  /** 200: it serves this. */
  record Serves(Ack ack) implements Answer {}

  /**
   * It did not take the push.
   *
   * @param reason of the problem in the body, or the status
   */
  record Refuses(int status, String reason, String message) implements Answer {}

  /** No answer, or none that makes sense. */
  record Lost(String reason, String message) implements Answer {}
}
