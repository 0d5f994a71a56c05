package dev.gatehouse.dataplane.observe;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a page piece by piece. While another thread makes the next one, the event loop gets on with
 * other work, however large the page is and however fast it is read.
 */
final class PacedPage {
  private final Supplier<Future<@Nullable Buffer>> next;
  private final WriteStream<Buffer> reader;
  private final Promise<Void> over = Promise.promise();

  /**
   * @param next has the next piece made, once the one before has been written and may be
   *     overwritten; null after the last
   */
  PacedPage(Supplier<Future<@Nullable Buffer>> next, WriteStream<Buffer> reader) {
    this.next = next;
    this.reader = reader;
  }

  /**
   * Sends the first piece; all that is left follows by itself.
   *
   * @return when all is sent, or the reader has gone; fails where a piece can't be made
   */
  Future<Void> send() {
    goOn();
    return over.future();
  }

  /** Nobody reads any more. */
  void readerHasGone() {
    over.tryComplete();
  }

  private void goOn() {
    if (!over.future().isComplete()) {
      next.get().onComplete(this::pass, over::tryFail);
    }
  }

  private void pass(@Nullable Buffer piece) {
    if (over.future().isComplete()) {
      return;
    }
    if (piece == null) {
      reader.end();
      over.tryComplete();
    } else {
      reader.write(piece).onComplete(_ -> goOn(), _ -> readerHasGone());
    }
  }
}
