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
  private static final Buffer PAGE = page(20_000_000);

  private final Reader reader = new Reader();
  private final Deque<Runnable> paused = new ArrayDeque<>();
  private boolean gone;

  @Test
  void howeverLargeThePageAndFastTheReaderTheLoopHandlesOneShareAtATime() {
    start(PAGE);

    int before = 0;
    while (!paused.isEmpty()) {
      int share = reader.read.length() - before;
      assertTrue(share <= PacedPage.SHARE, () -> share + " bytes in one go");
      before = reader.read.length();
      paused.remove().run();
    }

    assertEquals(PAGE, reader.read);
    assertTrue(reader.ended);
  }

  @Test
  void aReaderThatCannotFollowIsWaitedFor() {
    reader.full = true;
    start(PAGE);
    assertEquals(0, reader.read.length());

    reader.drain();
    reader.drain();

    assertEquals(PacedPage.SHARE, reader.read.length(), "a drain while it pauses changes nothing");
    reader.full = true;
    paused.remove().run();
    assertTrue(paused.isEmpty());
    reader.drain();
    assertEquals(2 * PacedPage.SHARE, reader.read.length());
  }

  @Test
  void nothingIsSentToAReaderWhoHasGone() {
    start(PAGE);
    gone = true;

    paused.remove().run();

    assertEquals(PacedPage.SHARE, reader.read.length());
    assertTrue(paused.isEmpty());
  }

  @Test
  void anEmptyPageEnds() {
    start(Buffer.buffer());

    assertTrue(reader.ended);
  }

  private void start(Buffer page) {
    new PacedPage(page, reader, () -> gone, paused::add).send();
  }

  private static Buffer page(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ((i * 31) >> 4);
    }
    return Buffer.buffer(bytes);
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
