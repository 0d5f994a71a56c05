package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.upstream.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** A connection to a backend that exists only in the test, which speaks for the backend. */
final class MemoryConnection implements UpstreamConnection {
  private final Endpoint endpoint;
  private final Runnable onClosed;
  private final MemorySink requestBody = new MemorySink();
  private final List<RequestHead> requests = new ArrayList<>();
  private Answers answers = new Unasked();
  private boolean closed;

  MemoryConnection(Endpoint endpoint, Runnable onClosed) {
    this.endpoint = endpoint;
    this.onClosed = onClosed;
  }

  @Override
  public void send(RequestHead head, boolean hasBody, Answers to) {
    requests.add(head);
    answers = to;
    if (hasBody) {
      to.sending(requestBody);
    }
  }

  @Override
  public boolean usable(boolean surely) {
    return !closed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClosed.run();
    }
  }

  /** Begins an answer; its body is up to the test. */
  MemorySource head(int status) {
    var body = new MemorySource();
    answers.head(new ResponseHead(status, new Headers()), body);
    return body;
  }

  void answer(int status, String body) {
    head(status).chunk(body).end();
  }

  void askForTheBody() {
    answers.continued();
  }

  /** Ends without an answer. */
  void die() {
    answers.failed(Reason.UPSTREAM_RESET, "gone");
  }

  Endpoint endpoint() {
    return endpoint;
  }

  List<RequestHead> requests() {
    return requests;
  }

  MemorySink requestBody() {
    return requestBody;
  }

  boolean closed() {
    return closed;
  }

  /** Nothing was sent, so there is nobody to tell. */
  private static final class Unasked implements Answers {
    @Override
    public void execute(Runnable step) {
      step.run();
    }

    @Override
    public void sending(BodySink sink) {}

    @Override
    public void continued() {}

    @Override
    public void earlyHints(Headers fields) {}

    @Override
    public void head(ResponseHead head, BodySource body) {}

    @Override
    public void switched(ResponseHead head, Duplex backend) {
      throw new IllegalStateException("nothing was asked");
    }

    @Override
    public void failed(Reason reason, String detail) {}

    @Override
    public void reset(String detail) {}

    @Override
    public void unprocessed(String detail) {}
  }
}
