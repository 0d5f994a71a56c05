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
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A connection to a backend by HTTP/1.1. */
final class Http1Upstream extends ChannelInboundHandlerAdapter
    implements UpstreamConnection, StrictAnswerDecoder.Listener, Http1Body.Inlet, Http1Sink.Owner {
  private final Channel channel;
  private final HeadWriter heads;
  private final Outlet outlet;
  private final StrictAnswerDecoder decoder;
  private boolean reusable = true;
  private boolean awaitsContinue;

  /** Who waits for an answer's head. */
  private @Nullable Answers current;

  /** Of the answer whose head came last. */
  private @Nullable Http1Body body;

  /** What the request asks of the backend to switch to another protocol; null if it doesn't. */
  private @Nullable Headers asked;

  private @Nullable SwitchedConnection switched;

  private Http1Upstream(Channel channel, int headerBytes, HeadWriter heads, Turn turn) {
    this.channel = channel;
    this.heads = heads;
    this.outlet = new Outlet(channel, turn);
    this.decoder = new StrictAnswerDecoder(headerBytes, this);
  }

  /** Takes over a connection that has just been made, in front of what Vert.x has in it. */
  static Http1Upstream on(Channel channel, int headerBytes, HeadWriter heads, Turn turn) {
    var made = new Http1Upstream(channel, headerBytes, heads, turn);
    channel.pipeline().addBefore(OnContext.VERTX, null, made.decoder);
    channel.pipeline().addBefore(OnContext.VERTX, null, made);
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
    answers.sending(sink);
    sink.sendHeadSoon();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case HttpResponse head -> read(head);
      case HttpContent part when body != null -> body.read(part);
      case ByteBuf bytes when switched != null -> switched.read(bytes);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void read(HttpResponse answer) {
    Answers answers = current;
    if (answers != null) {
      current = null;
      answers.execute(() -> read(answer, answers));
    }
  }

  private void read(HttpResponse answer, Answers answers) {
    int status = answer.status().code();
    Headers headers = LowerCase.copy(answer.headers());
    if (status == 204) {
      headers.remove("content-length"); // RFC 9110, section 8.6: none in a 204.
    }
    if (answer.protocolVersion().equals(HttpVersion.HTTP_1_0) || HopByHop.closes(headers)) {
      reusable = false;
    }
    var received = new Http1Body(channel.eventLoop(), this);
    body = received;
    answers.head(new ResponseHead(status, headers), received);
  }

  @Override
  public void switched(HttpResponse head) {
    Answers answers = current;
    Headers fields = LowerCase.copy(head.headers());
    if (answers == null || asked == null || !WebSocketHandshake.isAccepted(asked, fields)) {
      malformed("the backend accepts another WebSocket than was asked for");
      return;
    }
    fields.remove("content-length"); // RFC 9110, section 8.6: none in a 1xx.
    current = null;
    reusable = false;
    var made = new SwitchedConnection(outlet);
    switched = made;
    channel.pipeline().remove(decoder);
    answers.execute(() -> answers.switched(new ResponseHead(101, fields), made));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && switched != null) {
      switched.inputEnded();
    }
    context.fireUserEventTriggered(event);
  }

  /** One 100 is passed on, where it is waited for, and hints; the others help nobody. */
  @Override
  public void interim(HttpResponse head) {
    Answers answers = current;
    if (answers == null) {
      return;
    }
    int status = head.status().code();
    if (status == 100 && awaitsContinue) {
      awaitsContinue = false;
      answers.continued();
    } else if (status == 103) {
      answers.earlyHints(LowerCase.copy(head.headers()));
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
