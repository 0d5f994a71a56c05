package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request of a client and the way to answer it. Everything happens on one event loop. */
public interface Downstream {
  /** How an answer's end is told to the client. */
  enum Framing {
    /** There is none: HEAD, 204, 304, or one that is known to be empty. */
    NO_BODY,
    /** By its content-length field. */
    LENGTH,
    /** Not known beforehand: chunked, or the connection's end for HTTP/1.0. */
    STREAM
  }

  /** How the end of an answer came out. */
  interface Settled {
    /** Told once: why the client lost the end of it; null if it left, or never was handed over. */
    void settled(@Nullable Reason lost);
  }

  RawHead head();

  /** Whose connection it came by. */
  Reception.Peer peer();

  /** Whether an answer could still reach the client. */
  boolean connected();

  /** Whether the head announces a body. */
  boolean hasBody();

  BodySource body();

  /** Whether it holds its body back until it is told to go on. */
  boolean awaitsContinue();

  /** Forwards 100 (Continue), if the client understands it. */
  void sendContinue();

  /** Forwards 103 (Early Hints), if the client understands it and keeps up with reading. */
  void sendEarlyHints(Headers fields);

  /** Begins the answer; what follows goes to the sink, which has to be ended in every case. */
  BodySink answer(ResponseHead head, Framing framing);

  /**
   * Answers with 101 (Switching Protocols): what the connection has to bring from now on is not
   * HTTP. Only of a request that asked for it.
   */
  Duplex switchProtocols(ResponseHead head);

  /**
   * What else comes of this request isn't read any more. Where requests follow one another without
   * frames around them, no other one is taken on the connection.
   */
  void readNoMore();

  /** After this answer no other request is taken on the connection. */
  void closeAfterAnswer();

  /** Whether the answer was handed over to its end, which the client may not have read yet. */
  boolean answered();

  /** Cuts the connection, so that what was sent so far can't be taken for the whole. */
  void abort();

  /** Sets what is told why, if the client is gone before its answer was handed over. */
  void onGone(Consumer<Reason> then);

  /** Sets what is told if the rest of the body can't be read, and the way to answer ends soon. */
  void onMalformed(Runnable then);

  /**
   * Tells how an answer came out, once that is known: at once, unless some of it waits to leave.
   */
  void whenSettled(Settled then);
}
