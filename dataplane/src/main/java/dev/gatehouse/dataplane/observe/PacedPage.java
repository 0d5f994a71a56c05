package dev.gatehouse.dataplane.observe;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Sends a page piece by piece. Between two of them the event loop gets on with other work, however
 * large the page is and however fast it is read.
 */
final class PacedPage {
  private final Iterator<Buffer> pieces;
  private final WriteStream<Buffer> reader;
  private final BooleanSupplier gone;
  private final Consumer<Runnable> pause;

  /**
   * @param gone whether nobody reads any more
   * @param pause runs what it is given on the same event loop, after whatever waits there for its
   *     turn, input from other connections included
   */
  PacedPage(Page page, WriteStream<Buffer> reader, BooleanSupplier gone, Consumer<Runnable> pause) {
    this.pieces = page.pieces().iterator();
    this.reader = reader;
    this.gone = gone;
    this.pause = pause;
  }

  /** Sends the first piece; all that is left follows by itself. */
  void send() {
    if (gone.getAsBoolean()) {
      return;
    }
    if (!pieces.hasNext()) {
      reader.end();
    } else if (reader.writeQueueFull()) {
      reader.drainHandler(
          _ -> {
            reader.drainHandler(null);
            send();
          });
    } else {
      reader.write(pieces.next());
      pause.accept(this::send);
    }
  }
}
