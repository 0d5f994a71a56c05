package dev.gatehouse.operator.input.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of the JDK that brings a watch, with a pulse: it is pinged every {@link #PULSE}, and
 * ends with an error once a ping can't be sent or pings are answered no more, or no message has
 * come for too long.
 *
 * <p>Without it a watch can be lost for good although the API server has closed it: of an end that
 * comes while a message is being processed the JDK (25) tells nobody. Its transport wants a message
 * to have been asked for, and fails where nobody sees it.
 */
final class WatchSocket implements WebSocket, java.net.http.WebSocket.Listener {
  static final Duration PULSE = Duration.ofSeconds(2);

  /** Of an API server that has answered before; one that is only slow has as long. */
  static final int MOST_UNANSWERED = 5;

  private static final int NORMAL = 1000;

  /** Within which the other end is to close what was closed here. */
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final WebSocket.Listener listener;
  private final Duration bound;
  private final Silence.Clock clock;
  private final Silence silence;
  private final StringBuilder message = new StringBuilder();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile boolean answers;
  private volatile java.net.http.@Nullable WebSocket socket;

  /**
   * One that tells {@code listener} of its end once.
   *
   * @param bound for which no message may come; a pong is none, since whatever stands before the
   *     API server may send it
   */
  WatchSocket(WebSocket.Listener listener, Duration bound, Silence.Clock clock) {
    this.listener = listener;
    this.bound = bound;
    this.clock = clock;
    this.silence = new Silence(bound, clock);
  }

  @Override
  public void onOpen(java.net.http.WebSocket opened) {
    socket = opened;
    listener.onOpen(this);
    silence.begin(() -> fail(new IOException("nothing has come for " + bound)));
    opened.request(1);
    clock.after(PULSE.toNanos(), this::beat);
  }

  private void beat() {
    if (ended.get()) {
      return;
    }
    if (answers && unanswered.get() >= MOST_UNANSWERED) {
      fail(new IOException("pings are answered no more"));
      return;
    }
    unanswered.incrementAndGet();
    var _ =
        socket()
            .sendPing(ByteBuffer.allocate(0))
            .whenComplete(
                (_, failure) -> {
                  // Anything else is that the one before is still on its way.
                  if (failure instanceof IOException) {
                    fail(failure);
                  }
                });
    clock.after(PULSE.toNanos(), this::beat);
  }

  @Override
  public @Nullable CompletionStage<?> onText(
      java.net.http.WebSocket from, CharSequence part, boolean last) {
    silence.heard();
    message.append(part);
    if (last) {
      String whole = message.toString();
      message.setLength(0);
      listener.onMessage(this, whole); // Who asks for the next one.
    } else {
      from.request(1);
    }
    return null;
  }

  /** JSON comes as text. */
  @Override
  public @Nullable CompletionStage<?> onBinary(
      java.net.http.WebSocket from, ByteBuffer part, boolean last) {
    fail(new IOException("a binary message on a watch"));
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(java.net.http.WebSocket from, ByteBuffer payload) {
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(java.net.http.WebSocket from, ByteBuffer payload) {
    answers = true;
    unanswered.set(0);
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(
      java.net.http.WebSocket from, int code, String reason) {
    if (ends()) {
      listener.onClose(this, isSent(code) ? code : NORMAL, reason);
    }
    return null;
  }

  @Override
  public void onError(java.net.http.WebSocket from, Throwable error) {
    fail(error);
  }

  private void fail(Throwable error) {
    if (ends()) {
      socket().abort();
      listener.onError(this, error);
    }
  }

  /** Once: a connection that was given up may still end, when nobody cares any more. */
  private boolean ends() {
    silence.over();
    return ended.compareAndSet(false, true);
  }

  /**
   * Those that stand for a missing one (RFC 6455, section 7.4.1) the client would try to send back,
   * and fail with a page of log.
   */
  private static boolean isSent(int code) {
    return code != 1005 && code != 1006 && code != 1015;
  }

  /** A watch sends nothing. */
  @Override
  public boolean send(ByteBuffer buffer) {
    return false;
  }

  @Override
  public boolean sendClose(int code, @Nullable String reason) {
    java.net.http.WebSocket open = socket();
    if (open.isOutputClosed()) {
      return false;
    }
    var _ = open.sendClose(code, reason == null ? "" : reason);
    open.request(1); // For the answer, which may be all that is still to come.
    clock.after(CLOSING.toNanos(), open::abort);
    return true;
  }

  @Override
  public long queueSize() {
    return 0;
  }

  @Override
  public void request() {
    socket().request(1);
  }

  private java.net.http.WebSocket socket() {
    return requireNonNull(socket, "it isn't open yet");
  }
}
