package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Ack;

/** Is told what pods answer, on the publisher's own thread: it hands on and returns. */
public interface PublishListener {
  /**
   * The pod serves a snapshot of this process. It holds everything that was published with a
   * sequence up to the version's, whatever its epoch.
   */
  void acknowledged(Pod pod, Ack ack);

  /**
   * The pod did not take a push, which will be tried again; told once for as long as it fails in
   * the same way.
   *
   * @param reason that of a {@link dev.gatehouse.snapshot.PushProblem}, or {@code TIMEOUT}, {@code
   *     UNREACHABLE}, {@code UNEXPECTED_ANSWER}, {@code UNTRUSTED}, {@code NO_IDENTITY}
   */
  void failing(Pod pod, String reason, String message);
}
