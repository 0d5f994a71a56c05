package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.proxy.BodySink;
import dev.gatehouse.dataplane.proxy.Downstream;
import dev.gatehouse.dataplane.proxy.Duplex;
import dev.gatehouse.dataplane.proxy.HopByHop;
import dev.gatehouse.dataplane.proxy.RawHead;
import dev.gatehouse.dataplane.proxy.Reception;
import dev.gatehouse.dataplane.proxy.transport.HeadWriter.Persistence;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that came by HTTP/1.x. */
final class Http1Downstream implements Downstream, Http1Sink.Owner {
  private static final Headers NONE = new Headers(1);

  private final ClientConnection connection;
  private final Outlet outlet;
  private final HeadWriter heads;
  private final Channel channel;
  private final RawHead head;
  private final boolean http11;
  private final boolean hasBody;
  private final Http1Body body;
  private boolean awaitsContinue;
  private int status;
  private boolean closing;
  private boolean delimitedByEnd;
  private boolean over;
  private boolean awaited;

  /** The end of the answer's way to the socket; null as long as it hasn't been handed over. */
  private @Nullable ChannelFuture written;

  private Reason loss = Reason.CLIENT_RESET;
  private @Nullable SwitchedConnection switched;
  private Consumer<Reason> gone = _ -> {};

  /** Makes one of a head that has come. */
  Http1Downstream(
      ClientConnection connection, Outlet outlet, HeadWriter heads, RawHead head, boolean hasBody) {
    this.connection = connection;
    this.outlet = outlet;
    this.heads = heads;
    this.channel = outlet.channel();
    this.head = head;
    this.http11 = head.version().equals("HTTP/1.1");
    this.hasBody = hasBody;
    this.body = new Http1Body(channel.eventLoop(), connection);
    this.awaitsContinue = http11 && head.headers().contains("expect");
    this.closing = !http11 && !HopByHop.keepsAlive(head.headers());
  }

  @Override
  public RawHead head() {
    return head;
  }

  @Override
  public Reception.Peer peer() {
    return connection.peer();
  }

  @Override
  public boolean connected() {
    return channel.isActive();
  }

  @Override
  public boolean hasBody() {
    return hasBody;
  }

  @Override
  public Http1Body body() {
    return body;
  }

  @Override
  public boolean awaitsContinue() {
    return awaitsContinue;
  }

  @Override
  public void sendContinue() {
    if (awaitsContinue && status == 0) {
      awaitsContinue = false;
      var _ = outlet.flush(heads.interim(channel.alloc(), 100, NONE));
    }
  }

  @Override
  public void sendEarlyHints(Headers fields) {
    if (http11 && status == 0 && !outlet.full()) {
      var _ = outlet.flush(heads.interim(channel.alloc(), 103, fields));
    }
  }

  @Override
  public BodySink answer(ResponseHead answer, Framing framing) {
    boolean stream = framing == Framing.STREAM;
    if (stream && !http11) {
      closing = true;
      delimitedByEnd = true;
      Backlog.endByReset(channel, true); // Until there is a whole answer that an end can delimit.
    }
    if (closing) {
      connection.takesNoMore();
    }
    if (framing == Framing.NO_BODY && mayHaveBody(answer.status())) {
      answer.headers().set("content-length", "0");
    }
    ByteBuf bytes =
        heads.answer(
            channel.alloc(), answer.status(), answer.headers(), stream && http11, persistence());
    status = answer.status();
    long length =
        switch (framing) {
          case NO_BODY -> 0;
          case LENGTH -> length(answer.headers());
          case STREAM -> -1;
        };
    var sink = new Http1Sink(outlet, heads, bytes, length, stream && http11, this);
    sink.sendHeadSoon();
    return sink;
  }

  /** If it may, clients wait for one unless they are told (RFC 9112, section 6.3). */
  private boolean mayHaveBody(int status) {
    return !head.method().equals("HEAD") && status != 204 && status != 304;
  }

  /** From now on it is not by this request's end that the connection's is noticed. */
  @Override
  public Duplex switchProtocols(ResponseHead answer) {
    ByteBuf bytes =
        heads.answer(
            channel.alloc(), answer.status(), answer.headers(), false, Persistence.IMPLIED);
    status = answer.status();
    gone = _ -> {};
    var _ = outlet.flush(bytes);
    SwitchedConnection taken = connection.switchProtocols();
    switched = taken;
    return taken;
  }

  private Persistence persistence() {
    return closing ? Persistence.CLOSE : http11 ? Persistence.IMPLIED : Persistence.KEEP_ALIVE;
  }

  private static long length(Headers headers) {
    String length = headers.get("content-length");
    return length == null ? -1 : Long.parseLong(length);
  }

  /** Only who says so in TE, and only between chunks (RFC 9110, section 6.5.1). */
  @Override
  public boolean takesTrailers() {
    return http11 && head.headers().contains("te");
  }

  @Override
  public void ended(ChannelFuture toTheSocket) {
    written = toTheSocket;
    if (delimitedByEnd) {
      toTheSocket.addListener(end -> Backlog.endByReset(channel, !end.isSuccess()));
    }
    toTheSocket.addListener(_ -> over());
    if (closing) {
      linger(toTheSocket);
    }
  }

  private void over() {
    if (!over) {
      over = true;
      connection.requestEnded();
    }
  }

  /** The rest would be taken for the next request. */
  @Override
  public void readNoMore() {
    closeAfterAnswer();
  }

  @Override
  public void closeAfterAnswer() {
    if (!closing) {
      closing = true;
      connection.takesNoMore();
      if (written != null) {
        linger(written);
      }
    }
  }

  private void linger(ChannelFuture answered) {
    if (!hasBody || body.isComplete() || body.hasFailed()) {
      answered.addListener(_ -> end());
      return;
    }
    body.discard(() -> answered.addListener(_ -> end()));
    Linger.then(channel, this::close);
  }

  private void end() {
    connection.end(status >= 400);
  }

  private void close() {
    var _ = channel.close();
  }

  /** By a reset: an answer that the connection's end delimits must not look whole. */
  @Override
  public void abort() {
    if (!over) { // Else the connection is another request's.
      Backlog.drop(channel);
    }
  }

  @Override
  public boolean answered() {
    return written != null;
  }

  @Override
  public void onGone(Consumer<Reason> then) {
    gone = then;
  }

  /** That is noticed by whoever takes the body, since the answer may come after it. */
  @Override
  public void onMalformed(Runnable then) {}

  @Override
  public void whenSettled(Settled then) {
    awaited = true;
    ChannelFuture last = switched == null ? written : switched.written();
    if (last == null) {
      then.settled(null);
    } else {
      last.addListener(end -> then.settled(end.isSuccess() ? null : loss));
    }
  }

  /**
   * Ends the connection, since the rest of the answer isn't read for so long; says whether anybody
   * hears of it as how the answer came out.
   */
  boolean giveUp() {
    loss = Reason.CLIENT_TIMEOUT;
    abort();
    return awaited;
  }

  /** The connection has ended. */
  void closed() {
    over();
    if (written == null) {
      gone.accept(loss);
    }
    body.fail();
  }
}
