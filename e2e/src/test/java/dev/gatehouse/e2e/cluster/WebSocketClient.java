package dev.gatehouse.e2e.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Messages on a WebSocket, each after the echo of the one before; on another after a goodbye. */
final class WebSocketClient implements LoadClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final AtomicLong goodbyes;
  private @Nullable Talk talk;

  /**
   * Makes one.
   *
   * @param goodbyes counts those that it is told
   */
  WebSocketClient(InetSocketAddress gateway, AtomicLong goodbyes) {
    this.address =
        URI.create("ws://%s:%d/ws".formatted(gateway.getHostString(), gateway.getPort()));
    this.goodbyes = goodbyes;
  }

  @Override
  public Outcome ask(Question question) throws IOException {
    String message = question.id() + " " + question.body();
    try {
      return switch (open().ask(message)) {
        case Talk.Message(String answer) -> {
          Question.check(answer, message.length(), message);
          yield Outcome.ANSWERED;
        }
        case Talk.End end -> {
          leave(end);
          yield Outcome.SAID_GOODBYE;
        }
      };
    } catch (IOException e) {
      if (talk != null) {
        talk.abort();
        talk = null;
      }
      throw e;
    }
  }

  /** The one that is open, or another if there is none. */
  private Talk open() throws IOException {
    Talk.End end = talk == null ? null : talk.ended();
    if (end != null) {
      leave(end);
    }
    if (talk == null) {
      talk = Talk.open(http, address);
    }
    return talk;
  }

  private void leave(Talk.End end) throws IOException {
    if (!end.isGoodbye()) {
      throw new IOException("the WebSocket ended by " + end);
    }
    goodbyes.incrementAndGet();
    talk = null;
  }

  @Override
  public void close() throws IOException {
    try {
      if (talk != null) {
        talk.close();
      }
    } finally {
      http.shutdownNow();
    }
  }
}
