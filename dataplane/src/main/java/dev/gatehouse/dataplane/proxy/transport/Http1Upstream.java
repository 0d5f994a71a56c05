package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.proxy.HopByHop;
import dev.gatehouse.dataplane.proxy.UpstreamConnection;
import dev.gatehouse.dataplane.proxy.WebSocketHandshake;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A connection to a backend by HTTP/1.1. */
final class Http1Upstream extends ChannelInboundHandlerAdapter
    implements UpstreamConnection, AnswerDecoder.Listener, Http1Body.Inlet, Http1Sink.Owner {
  private final Channel channel;
  private final HeadWriter heads;
  private final Outlet outlet;
  private final AnswerDecoder decoder;
  private boolean reusable = true;
  private boolean awaitsContinue;

  /** Who waits for an answer's head. */
  private @Nullable Answers current;

  /** Of the answer whose head came last. */
  private @Nullable Http1Body body;

  /** What the request asks of the backend to switch to another protocol; null if it doesn't. */
  private @Nullable Headers asked;

  private @Nullable SwitchedConnection switched;

  private Http1Upstream(Channel channel, HeadLimits limits, LoopTools tools) {
    this.channel = channel;
    this.heads = tools.heads();
    this.outlet = new Outlet(channel, tools.turn());
    this.decoder = new AnswerDecoder(limits, tools.line(), this);
  }

  /** Takes over a connection that has just been made, in front of what Vert.x has in it. */
  static Http1Upstream on(Channel channel, HeadLimits limits, LoopTools tools) {
    var made = new Http1Upstream(channel, limits, tools);
    channel.pipeline().addBefore(OnContext.VERTX, null, made.decoder);
    channel.pipeline().addBefore(OnContext.VERTX, null, made);
    // Who no longer takes the request may have answered it: only what is read then ends it.
    channel.config().setAutoClose(false);
    return made;
  }

  @Override
  public boolean usable(boolean surely) {
    return reusable && Aliveness.of(channel, surely);
  }

  @Override
  public void close() {
    reusable = false;
    Backlog.end(channel);
  }

  @Override
  public void send(RequestHead head, boolean hasBody, Answers answers) {
    if (!channel.isActive()) {
      reusable = false;
      answers.failed(Reason.UPSTREAM_RESET, "the connection ended without an answer");
      return;
    }
    String length = head.headers().get("content-length");
    boolean chunked = hasBody && length == null;
    ByteBuf bytes = heads.request(channel.alloc(), head, chunked);
    current = answers;
    body = null;
    awaitsContinue = head.headers().contains("expect");
    asked = head.headers().contains("upgrade") ? head.headers() : null;
    decoder.expect(head.method().equals("HEAD"), asked != null);
    if (!hasBody) {
      var _ = outlet.flush(bytes);
      return;
    }
    var sink =
        new Http1Sink(
            outlet, heads, bytes, length == null ? -1 : Long.parseLong(length), chunked, this);
    sink.sendHeadSoon();
    answers.sending(sink);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case ResponseHead head -> read(head);
      case ByteBuf bytes when switched != null -> switched.read(bytes);
      case ByteBuf bytes when body != null -> body.chunk(bytes);
      case BodyEnd end when body != null -> body.end(end);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void read(ResponseHead answer) {
    Answers answers = current;
    if (answers != null) {
      current = null;
      answers.execute(() -> read(answer, answers));
    }
  }

  private void read(ResponseHead answer, Answers answers) {
    Headers headers = answer.headers();
    if (answer.status() == 204) {
      headers.remove("content-length"); // RFC 9110, section 8.6: none in a 204.
    }
    if (HopByHop.closes(headers)) {
      reusable = false;
    }
    var received = new Http1Body(channel.eventLoop(), this);
    body = received;
    answers.head(answer, received);
  }

  @Override
  public void switched(ResponseHead head) {
    Answers answers = current;
    Headers fields = head.headers();
    if (answers == null || asked == null || !WebSocketHandshake.isAccepted(asked, fields)) {
      malformed("the backend accepts another WebSocket than was asked for");
      return;
    }
    fields.remove("content-length"); // RFC 9110, section 8.6: none in a 1xx.
    current = null;
    reusable = false;
    channel.config().setAutoClose(true);
    var made = new SwitchedConnection(outlet);
    switched = made;
    channel.pipeline().remove(decoder);
    answers.execute(() -> answers.switched(head, made));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && switched != null) {
      switched.inputEnded();
    } else if (event == ChannelOutputShutdownEvent.INSTANCE) {
      reusable = false;
    }
    context.fireUserEventTriggered(event);
  }

  /** One 100 is passed on, where it is waited for, and hints; the others help nobody. */
  @Override
  public void interim(ResponseHead head) {
    Answers answers = current;
    if (answers == null) {
      return;
    }
    int status = head.status();
    if (status == 100 && awaitsContinue) {
      awaitsContinue = false;
      answers.continued();
    } else if (status == 103) {
      answers.earlyHints(head.headers());
    }
  }

  @Override
  public void malformed(String detail) {
    fail(Reason.UPSTREAM_PROTOCOL, detail);
    close();
  }

  @Override
  public void spoilt() {
    reusable = false;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(Reason.UPSTREAM_RESET, "the connection ended without an answer");
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
    if (error instanceof IOException) {
      fail(Reason.UPSTREAM_RESET, "the connection ended without an answer");
    } else {
      fail(Reason.UPSTREAM_PROTOCOL, "the answer can't be read");
    }
    close();
  }

  private void fail(Reason reason, String detail) {
    reusable = false;
    Answers answers = current;
    if (answers != null) {
      current = null;
      answers.failed(reason, detail);
    } else if (body != null) {
      body.fail();
    }
    if (switched != null) {
      switched.closed();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    outlet.writabilityChanged();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void pause() {
    channel.config().setAutoRead(false);
  }

  @Override
  public void resume() {
    channel.config().setAutoRead(true);
  }

  @Override
  public boolean takesTrailers() {
    return true;
  }

  @Override
  public void ended(ChannelFuture toTheSocket) {}
}
