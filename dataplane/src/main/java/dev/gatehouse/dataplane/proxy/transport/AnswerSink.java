package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.BodySink;
import dev.gatehouse.dataplane.proxy.Downstream.Framing;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** An answer's body on its way to the client; writes the head together with its beginning. */
final class AnswerSink implements BodySink {
  /** Whose answer it is. */
  interface Owner {
    /** Whether the client wants the fields that a backend sends after the body. */
    boolean takesTrailers();

    /** Told once, of the last byte's way to the socket. */
    void ended(Future<Void> toTheSocket);
  }

  private final HttpServerResponse response;
  private final Framing framing;
  private final Owner owner;
  private long remaining;
  private boolean ended;

  /**
   * Takes over the answer.
   *
   * @param length of the body, -1 if it isn't known beforehand
   */
  AnswerSink(HttpServerResponse response, Framing framing, long length, Owner owner) {
    this.response = response;
    this.framing = framing;
    this.remaining = length;
    this.owner = owner;
  }

  /** What of the body comes together with the head goes out with it; but a head never waits. */
  void flushHeadSoon(EventLoop loop) {
    if (framing != Framing.NO_BODY && remaining != 0) {
      loop.execute(this::flushHead);
    }
  }

  private void flushHead() {
    if (!ended && !response.headWritten() && !response.closed()) {
      response.writeHead();
    }
  }

  @Override
  public void write(Buffer chunk) {
    if (framing == Framing.NO_BODY || ended || chunk.length() == 0) {
      return;
    }
    if (remaining == chunk.length()) {
      finish(chunk);
      return;
    }
    if (remaining > 0) {
      remaining -= chunk.length();
    }
    response.write(chunk);
  }

  @Override
  public boolean full() {
    return !ended && response.writeQueueFull();
  }

  @Override
  public void onDrained(Runnable then) {
    response.drainHandler(_ -> then.run());
  }

  @Override
  public void trailers(Headers fields) {
    if (owner.takesTrailers() && framing == Framing.STREAM) {
      fields.forEach(response::putTrailer);
    }
  }

  @Override
  public void end() {
    if (!ended) {
      finish(Buffer.buffer());
    }
  }

  private void finish(Buffer last) {
    ended = true;
    owner.ended(last.length() == 0 ? response.end() : response.end(last));
  }
}
