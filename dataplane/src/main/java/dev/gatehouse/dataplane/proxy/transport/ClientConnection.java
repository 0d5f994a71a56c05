package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A client's connection: how long it may take to ask for something. */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private final Channel channel;
  private final LongSupplier nanoTime;
  private int requests;
  private @Nullable VertxDownstream latest;
  private boolean headBegan;
  private boolean malformed;
  private long since;

  ClientConnection(Channel channel, LongSupplier nanoTime) {
    this.channel = channel;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (requests == 0 && !headBegan) {
      headBegan = true;
      since = nanoTime.getAsLong();
    }
    context.fireChannelRead(message);
  }

  void requestBegan(VertxDownstream request) {
    requests++;
    headBegan = false;
    latest = request;
    if (malformed) {
      request.body().malformed();
    }
  }

  /** Of the request that is received, which may have to wait until those before it are answered. */
  void bodyMalformed() {
    malformed = true;
    if (latest != null) {
      latest.body().malformed();
    }
  }

  void requestEnded() {
    requests--;
    since = nanoTime.getAsLong();
  }

  boolean isIdle() {
    return requests == 0;
  }

  /** Closes it if it has been silent for too long, or sends a head too slowly. */
  void checkProgress(ProxySettings settings) {
    long bound = (headBegan ? settings.headTimeout() : settings.idleTimeout()).toNanos();
    if (requests == 0 && nanoTime.getAsLong() - since > bound) {
      var _ = channel.close();
    }
  }

  void close() {
    var _ = channel.close();
  }
}
