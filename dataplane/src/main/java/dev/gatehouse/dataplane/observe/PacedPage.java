package dev.gatehouse.dataplane.observe;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Sends a page in shares. Between two of them the event loop gets on with other work, however large
 * the page is and however fast it is read.
 */
final class PacedPage {
  /** Bytes that are sent in one go. */
  static final int SHARE = 128 << 10;

  private final Buffer page;
  private final WriteStream<Buffer> reader;
  private final BooleanSupplier gone;
  private final Consumer<Runnable> pause;
  private int sent;

  /**
   * @param gone whether nobody reads any more
   * @param pause runs what it is given on the same event loop, after whatever waits there for its
   *     turn, input from other connections included
   */
  PacedPage(
      Buffer page, WriteStream<Buffer> reader, BooleanSupplier gone, Consumer<Runnable> pause) {
    this.page = page;
    this.reader = reader;
    this.gone = gone;
    this.pause = pause;
  }

  /** Sends the first share; all that is left follows by itself. */
  void send() {
    if (gone.getAsBoolean()) {
      return;
    }
    if (sent == page.length()) {
      reader.end();
    } else if (reader.writeQueueFull()) {
      reader.drainHandler(
          _ -> {
            reader.drainHandler(null);
            send();
          });
    } else {
      int from = sent;
      sent = Math.min(page.length(), from + SHARE);
      reader.write(page.slice(from, sent));
      pause.accept(this::send);
    }
  }
}
