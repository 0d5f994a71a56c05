package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.function.LongSupplier;

/** A client's connection of HTTP/2: how long it may take for what, and how it ends. */
final class Http2Client extends ChannelDuplexHandler implements OpenConnection {
  /** In how many looks, about a second apart, a client has to hear that it is to go. */
  private static final int FAREWELL_LOOKS = 2;

  private final Channel channel;
  private final Http2Streams streams;
  private final LongSupplier nanoTime;
  private final FrameScan scan = FrameScan.ofClient();
  private final UnreadWatch unread = new UnreadWatch();
  private boolean ending;
  private int unheard;
  private long since;

  Http2Client(Channel channel, Http2Streams streams, LongSupplier nanoTime) {
    this.channel = channel;
    this.streams = streams;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (ending || !(message instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(message);
      return;
    }
    long now = nanoTime.getAsLong();
    scan.read(bytes, now);
    ctx.fireChannelRead(bytes);
    if (streams.running() > 0) {
      since = now;
    }
  }

  /** Closing with unread input resets the connection, and the client might never see the end. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!channel.isActive()) {
      var _ = ctx.close(promise);
      return;
    }
    channel.closeFuture().addListener(_ -> promise.trySuccess());
    if (!ending) {
      ending = true;
      since = nanoTime.getAsLong();
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(_ -> Linger.end(channel, () -> closeNow(ctx)));
    }
  }

  private static void closeNow(ChannelHandlerContext ctx) {
    var _ = ctx.close();
  }

  @Override
  public boolean isIdle() {
    return streams.running() == 0 && !receivesHead();
  }

  @Override
  public boolean receivesHead() {
    return scan.inHead() || streams.farewell().isUnheard();
  }

  @Override
  public void checkProgress(ProxySettings.Timeouts timeouts) {
    long now = nanoTime.getAsLong();
    long idle = timeouts.clientIdle().toNanos();
    if (streams.progressed()) {
      unread.read(now);
    }
    if (unread.look(Backlog.of(channel), now) > idle) {
      streams.unread();
      Backlog.drop(channel);
      return;
    }
    streams.checkProgress(now, idle);
    if (streams.running() > 0 && !streams.hasFailed()) {
      since = now;
    }
    long silent = now - since;
    if (streams.hasFailed() || streams.farewell().isSaid()) {
      if (silent > idle) {
        Backlog.drop(channel);
      }
    } else if (scan.inHead() && now - scan.since() > timeouts.head().toNanos()) {
      streams.endSlowHead();
    } else if (streams.farewell().isUnheard()) {
      unheard++;
      if (unheard >= FAREWELL_LOOKS) {
        streams.farewell().end();
      }
    } else if (silent > idle) {
      since = now;
      streams.farewell().begin();
    }
  }

  @Override
  public void sendAway() {
    since = nanoTime.getAsLong();
    streams.farewell().begin();
  }

  @Override
  public void close() {
    var _ = channel.close();
  }

  @Override
  public void drop() {
    streams.farewell().end();
    streams.flush();
    if (streams.running() > 0 || Backlog.of(channel) > 0) {
      Backlog.drop(channel);
    }
  }
}
