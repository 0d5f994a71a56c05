package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacedPageTest {
  private static final byte[] BYTES = bytes(20_000_000);

  private final Reader reader = new Reader();
  private final Deque<Runnable> paused = new ArrayDeque<>();
  private boolean gone;

  @Test
  void howeverLargeThePageAndFastTheReaderTheLoopHandlesOnePieceAtATime() {
    start(BYTES);

    int before = 0;
    while (!paused.isEmpty()) {
      int piece = reader.read.length() - before;
      assertTrue(piece <= Page.PIECE, () -> piece + " bytes in one go");
      before = reader.read.length();
      paused.remove().run();
    }

    assertEquals(Buffer.buffer(BYTES), reader.read);
    assertTrue(reader.ended);
  }

  @Test
  void aReaderThatCannotFollowIsWaitedFor() {
    reader.full = true;
    start(BYTES);
    assertEquals(0, reader.read.length());

    reader.drain();
    reader.drain();

    assertEquals(Page.PIECE, reader.read.length(), "a drain while it pauses changes nothing");
    reader.full = true;
    paused.remove().run();
    assertTrue(paused.isEmpty());
    reader.drain();
    assertEquals(2 * Page.PIECE, reader.read.length());
  }

  @Test
  void nothingIsSentToAReaderWhoHasGone() {
    start(BYTES);
    gone = true;

    paused.remove().run();

    assertEquals(Page.PIECE, reader.read.length());
    assertTrue(paused.isEmpty());
  }

  @Test
  void anEmptyPageEnds() {
    start(new byte[0]);

    assertTrue(reader.ended);
  }

  private void start(byte[] bytes) {
    var page = new Page();
    int middle = bytes.length / 2;
    page.write(bytes, 0, middle);
    for (int i = middle; i < bytes.length; i++) {
      page.write(bytes[i]);
    }
    assertEquals(bytes.length, page.length());
    new PacedPage(page, reader, () -> gone, paused::add).send();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ((i * 31) >> 4);
    }
    return bytes;
  }

  private static final class Reader implements WriteStream<Buffer> {
    private final Buffer read = Buffer.buffer();
    private boolean full;
    private boolean ended;
    private @Nullable Handler<Void> drainHandler;

    void drain() {
      full = false;
      Handler<Void> waiting = drainHandler;
      if (waiting != null) {
        waiting.handle(null);
      }
    }

    @Override
    public Future<Void> write(Buffer data) {
      read.appendBuffer(data);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
      ended = true;
      return Future.succeededFuture();
    }

    @Override
    public boolean writeQueueFull() {
      return full;
    }

    @Override
    public Reader drainHandler(@Nullable Handler<Void> handler) {
      drainHandler = handler;
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
