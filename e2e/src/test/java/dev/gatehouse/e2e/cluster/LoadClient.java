package dev.gatehouse.e2e.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A client of one protocol, which keeps its connection and tries nothing twice. */
sealed interface LoadClient extends AutoCloseable
    permits Http1Client, Http2Client, GrpcClient, WebSocketClient {
  /** How long it waits for anything. */
  int PATIENCE_SECONDS = 20;

  /** How a question comes out that doesn't fail. */
  enum Outcome {
    ANSWERED,
    /** Its connection ended by the protocol's own goodbye, which leaves open what became of it. */
    SAID_GOODBYE
  }

  /**
   * Returns when it is answered as it should be. After a failure it goes on with a new connection.
   *
   * @throws ConnectException if the connection is refused, so that nothing was sent
   * @throws IOException if it failed in any other way
   */
  Outcome ask(Question question) throws IOException;

  @Override
  void close() throws IOException;

  /** What comes of it, in time. */
  static <T> T await(CompletionStage<T> stage) throws IOException {
    try {
      return stage.toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw failure(e);
    }
  }

  /** A ConnectException where a connection was refused. */
  static IOException failure(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException refusal) {
        return refusal;
      }
    }
    return new IOException(error);
  }
}
