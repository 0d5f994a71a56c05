package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacedPageTest {
  private static final int PIECES = 20;

  private final Reader reader = new Reader();
  private final Queue<Promise<@Nullable Buffer>> asked = new ArrayDeque<>();
  private final PacedPage page = new PacedPage(this::next, reader);

  @Test
  void aPieceIsAskedForOnceTheOneBeforeIsWritten() {
    Future<Void> sent = page.send();

    for (int i = 0; i < PIECES; i++) {
      assertEquals(1, asked.size());
      made();
      assertTrue(asked.isEmpty(), "a reader that cannot follow is waited for");
      assertEquals(i + 1, reader.read.length());
      reader.written();
    }
    assertFalse(sent.isComplete() || reader.ended);
    asked.remove().complete(null);

    assertTrue(sent.succeeded() && reader.ended);
    assertTrue(asked.isEmpty());
  }

  @Test
  void aReaderWhoCannotBeWrittenToHasGone() {
    Future<Void> sent = page.send();
    made();

    reader.writing.remove().fail("broken pipe");

    assertTrue(sent.succeeded());
    assertTrue(asked.isEmpty());
  }

  @Test
  void nothingIsMadeForAReaderWhoHasGone() {
    Future<Void> sent = page.send();
    made();
    reader.written();

    page.readerHasGone();
    made();

    assertTrue(sent.succeeded());
    assertEquals(1, reader.read.length());
    assertTrue(asked.isEmpty());
  }

  @Test
  void aReaderMayGoAtTheVeryEnd() {
    reader.atEnd = page::readerHasGone;
    Future<Void> sent = page.send();

    asked.remove().complete(null);

    assertTrue(sent.succeeded() && reader.ended);
  }

  @Test
  void aPageWhosePieceCannotBeMadeHasNoEnd() {
    Future<Void> sent = page.send();
    made();
    reader.written();

    asked.remove().fail("of no use");

    assertTrue(sent.failed());
    assertFalse(reader.ended);
  }

  private Future<@Nullable Buffer> next() {
    Promise<@Nullable Buffer> piece = Promise.promise();
    asked.add(piece);
    return piece.future();
  }

  private void made() {
    asked.remove().complete(Buffer.buffer("x"));
  }

  private static final class Reader implements WriteStream<Buffer> {
    private final Buffer read = Buffer.buffer();
    private final Queue<Promise<Void>> writing = new ArrayDeque<>();
    private boolean ended;
    private Runnable atEnd = () -> {};

    void written() {
      writing.remove().complete();
    }

    @Override
    public Future<Void> write(Buffer data) {
      read.appendBuffer(data);
      Promise<Void> written = Promise.promise();
      writing.add(written);
      return written.future();
    }

    @Override
    public Future<Void> end() {
      ended = true;
      atEnd.run();
      return Future.succeededFuture();
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public Reader drainHandler(@Nullable Handler<Void> handler) {
      return this;
    }

    @Override
    public Reader exceptionHandler(@Nullable Handler<Throwable> handler) {
      return this;
    }

    @Override
    public Reader setWriteQueueMaxSize(int maxSize) {
      return this;
    }
  }
}
