package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxyHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands over the requests of a client's connection, one after the other. */
final class Http1Requests extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Http1Requests.class);

  private final ClientConnection connection;
  private final ProxyHandler requests;
  private final Outlet outlet;
  private final HeadWriter heads;

  /** The one that came last; those before it have been answered. */
  private @Nullable Http1Downstream latest;

  /** Null as long as the connection speaks HTTP. */
  private @Nullable SwitchedConnection switched;

  Http1Requests(
      ClientConnection connection, ProxyHandler requests, Outlet outlet, HeadWriter heads) {
    this.connection = connection;
    this.requests = requests;
    this.outlet = outlet;
    this.heads = heads;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case RequestRead read -> begin(read);
      case ByteBuf bytes when switched != null -> switched.read(bytes);
      case ByteBuf bytes when latest != null -> latest.body().chunk(bytes);
      case BodyEnd end when latest != null -> latest.body().end(end);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void begin(RequestRead read) {
    var request = new Http1Downstream(connection, outlet, heads, read.head(), read.hasBody());
    latest = request;
    connection.requestBegan(request);
    if (read.fault() == null) {
      requests.handle(request);
    } else {
      requests.refuse(request, Unreadable.answer(read.fault()));
    }
  }

  /** What comes from now on isn't HTTP. */
  SwitchedConnection switchProtocols() {
    var made = new SwitchedConnection(outlet);
    switched = made;
    return made;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && switched != null) {
      switched.inputEnded();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (switched != null) {
      switched.closed();
    }
    if (latest != null) {
      latest.closed();
    }
    context.fireChannelInactive();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    outlet.writabilityChanged();
    context.fireChannelWritabilityChanged();
  }

  /** No request can be to blame: what is done for one is guarded. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
    if (!(error instanceof IOException)) {
      LOG.error("A client's connection failed", error);
    }
    var _ = context.close();
  }
}
