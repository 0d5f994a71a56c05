package dev.gatehouse.e2e.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket, and what came on it. */
final class Talk {
  private final WebSocket socket;
  private final BlockingQueue<Event> events;

  private Talk(WebSocket socket, BlockingQueue<Event> events) {
    this.socket = socket;
    this.events = events;
  }

  /** What comes. */
  sealed interface Event {}

  /** A message, whole. */
  record Message(String text) implements Event {}

  /**
   * The end; nothing comes after it.
   *
   * @param code of the Close frame (RFC 6455, section 7.4.1), or 1006 if there was none
   */
  record End(int code, String why) implements Event {
    private static final int GOING_AWAY = 1001;
    private static final int SERVICE_RESTART = 1012;

    boolean isGoodbye() {
      return code == GOING_AWAY || code == SERVICE_RESTART;
    }
  }

  static Talk open(HttpClient http, URI address) throws IOException {
    var events = new LinkedBlockingQueue<Event>();
    return new Talk(
        LoadClient.await(http.newWebSocketBuilder().buildAsync(address, new Listener(events))),
        events);
  }

  /** Sends a message, and waits for what comes next. */
  Event ask(String message) throws IOException {
    try {
      var _ = LoadClient.await(socket.sendText(message, true));
    } catch (IOException e) {
      // Nothing can be sent after a Close, so there may be one that says why.
      End end = ended();
      if (end == null) {
        throw e;
      }
      return end;
    }
    return next();
  }

  /** How it has ended, if it has, and nothing else came before that. */
  @Nullable End ended() {
    return events.peek() instanceof End end ? end : null;
  }

  /** Ends it as it should be ended. */
  void close() throws IOException {
    if (ended() == null) {
      var _ = LoadClient.await(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }
    Event last = next();
    boolean answered =
        last instanceof End end && (end.isGoodbye() || end.code() == WebSocket.NORMAL_CLOSURE);
    if (!answered) {
      throw new IOException("the Close was answered by " + last);
    }
  }

  /** Cuts it. */
  void abort() {
    socket.abort();
  }

  private Event next() throws IOException {
    try {
      Event next = events.poll(LoadClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new IOException("nothing came");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Hears it. */
  private static final class Listener implements WebSocket.Listener {
    private static final int NO_CLOSE_FRAME = 1006;

    private final BlockingQueue<Event> events;
    private final StringBuilder message = new StringBuilder();

    Listener(BlockingQueue<Event> events) {
      this.events = events;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket on, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        events.add(new Message(message.toString()));
        message.setLength(0);
      }
      on.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket on, int code, String reason) {
      events.add(new End(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket on, Throwable error) {
      events.add(new End(NO_CLOSE_FRAME, error.toString()));
    }
  }
}
