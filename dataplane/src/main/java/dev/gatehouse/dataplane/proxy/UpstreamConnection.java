package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.upstream.Connection;

/** A connection to a backend that carries one exchange at a time, or a share of one for one. */
public interface UpstreamConnection extends Connection {
  /** Told what the backend says. */
  interface Answers {
    /** Runs what the connection does for the exchange, so that what throws there ends it. */
    void execute(Runnable step);

    /** The head is on its way; a body, if there is one, goes here. */
    void sending(BodySink sink);

    /** 100 (Continue), once at most, where the request asks for it. */
    void continued();

    /** 103 (Early Hints). */
    void earlyHints(Headers fields);

    /** The final answer's head, never a 1xx; its body waits until it is received. */
    void head(ResponseHead head, BodySource body);

    /**
     * The final answer's head, where it accepts the other protocol that the request asked for; the
     * connection serves nothing else any more.
     */
    void switched(ResponseHead head, Duplex backend);

    /** The connection ended or spoke nonsense before the answer's head was whole. */
    void failed(Reason reason, String detail);

    /** The backend has ended the exchange instead of answering, for a reason of its own. */
    void reset(String detail);

    /** The backend has said that it did nothing of the request, nor will do. */
    void unprocessed(String detail);
  }

  /**
   * Sends a request's head. It asks for another protocol where it has {@code upgrade}.
   *
   * @param hasBody whether a body follows; its length is in the fields, if it is known
   */
  void send(RequestHead head, boolean hasBody, Answers answers);
}
