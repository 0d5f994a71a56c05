package dev.gatehouse.dataplane.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices when whoever's turn it is lets a request wait for too long. Time counts from the last
 * byte that moved, either way, or from when the turn became theirs.
 */
final class ProgressWatch {
  /** Who has to send or to read next, if anything is to move. */
  enum Turn {
    CLIENT,
    /** Of the backend, and of all that is between the client and it. */
    BACKEND
  }

  private final ProxySettings.Timeouts timeouts;
  private Turn turn = Turn.BACKEND;
  private long since;

  ProgressWatch(ProxySettings.Timeouts timeouts, long now) {
    this.timeouts = timeouts;
    this.since = now;
  }

  /**
   * Whose turn it is. A backend that doesn't read may wait for the client to read: so that comes
   * first.
   *
   * @param upload of the request's body, if it is being sent
   */
  static Turn turn(Downstream client, AnswerWriter answer, @Nullable Pump upload) {
    if (answer.stuck()) {
      return Turn.CLIENT;
    }
    if (upload == null || upload.over() || upload.stuck() || answer.begun()) {
      return Turn.BACKEND;
    }
    return upload.bytes() == 0 && client.awaitsContinue() ? Turn.BACKEND : Turn.CLIENT;
  }

  /**
   * Looks at it once more.
   *
   * @param moved whether a byte has, since this was last asked
   */
  boolean stalled(Turn whose, boolean moved, long now) {
    if (moved || whose != turn) {
      turn = whose;
      since = now;
    }
    return now - since > bound().toNanos();
  }

  private Duration bound() {
    return switch (turn) {
      case CLIENT -> timeouts.clientIdle();
      case BACKEND -> timeouts.streamIdle();
    };
  }
}
