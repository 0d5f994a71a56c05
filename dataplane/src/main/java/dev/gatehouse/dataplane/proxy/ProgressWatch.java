package dev.gatehouse.dataplane.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Notices when it is the client's turn to send or to read, and it does neither for too long. */
final class ProgressWatch {
  private final long idleNanos;
  private long since;

  ProgressWatch(Duration idle, long now) {
    this.idleNanos = idle.toNanos();
    this.since = now;
  }

  /**
   * Looks at it once more.
   *
   * @param upload null while no body of a request is being sent
   */
  boolean stalled(@Nullable Pump upload, AnswerWriter answer, long now) {
    boolean sent = upload != null && upload.progressed();
    boolean read = answer.progressed();
    boolean clientsTurn = (upload != null && !upload.over()) || answer.stuck();
    if (sent || read || !clientsTurn) {
      since = now;
    }
    return now - since > idleNanos;
  }
}
