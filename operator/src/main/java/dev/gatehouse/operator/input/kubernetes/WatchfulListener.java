package dev.gatehouse.operator.input.kubernetes;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes on what comes over a WebSocket, and a silence that lasts too long as an error. */
final class WatchfulListener implements WebSocket.Listener {
  private static final int NORMAL = 1000;

  private final WebSocket.Listener listener;
  private final Duration bound;
  private final Silence silence;
  private final AtomicBoolean ended = new AtomicBoolean();

  WatchfulListener(WebSocket.Listener listener, Duration bound) {
    this.listener = listener;
    this.bound = bound;
    this.silence = new Silence(bound, Silence.Clock.SYSTEM);
  }

  @Override
  public void onOpen(WebSocket socket) {
    listener.onOpen(socket);
    silence.begin(() -> onError(socket, new IOException("nothing has come for " + bound)));
  }

  @Override
  public void onMessage(WebSocket socket, String text) {
    silence.heard();
    listener.onMessage(socket, text);
  }

  @Override
  public void onMessage(WebSocket socket, ByteBuffer bytes) {
    silence.heard();
    listener.onMessage(socket, bytes);
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason) {
    if (ends()) {
      listener.onClose(socket, isSent(code) ? code : NORMAL, reason);
    }
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    if (ends()) {
      listener.onError(socket, error);
    }
  }

  /**
   * Those that stand for a missing one (RFC 6455, section 7.4.1) the client would try to send back,
   * and fail with a page of log.
   */
  private static boolean isSent(int code) {
    return code != 1005 && code != 1006 && code != 1015;
  }

  /** Once: a connection that was given up may still end, when nobody cares any more. */
  private boolean ends() {
    silence.over();
    return ended.compareAndSet(false, true);
  }
}
