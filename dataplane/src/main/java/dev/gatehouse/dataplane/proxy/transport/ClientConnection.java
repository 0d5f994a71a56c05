package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Reception;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.http.Http1ServerConfig;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A client's connection: what it may ask and when, and how long it may take to. */
final class ClientConnection extends ChannelDuplexHandler
    implements VertxDownstream.Connection, OpenConnection {
  /** How long a client may go on sending what nobody reads, so that it sees the answer. */
  private static final long LINGER_MILLIS = 500;

  private final Channel channel;
  private final LongSupplier nanoTime;
  private final Listener listener;
  private final StrictRequestDecoder decoder;
  private Reception.Peer peer;

  /** Null unless one has to come before anything else. */
  private @Nullable ProxyHeader proxyHeader;

  private int requests;
  private @Nullable VertxDownstream latest;
  private boolean headBegan;
  private boolean malformed;
  private boolean ending;
  private boolean lingered;
  private long since;
  private long backlog;

  /** Asked and told in the course of time. */
  interface Listener {
    /** What is answered to the peer of an address, whose head takes too long. */
    ByteBuf tooSlow(String peer);

    /** A peer leaves an answer unread, for which its connection ends. */
    void unread(String peer);
  }

  /** Makes one of a connection on which nothing has been read yet. */
  ClientConnection(
      Channel channel,
      Reception.Peer peer,
      Http1ServerConfig config,
      LongSupplier nanoTime,
      Listener listener) {
    this.channel = channel;
    this.peer = peer;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.decoder = new StrictRequestDecoder(config, this::bodyMalformed);
    this.since = nanoTime.getAsLong();
    channel.pipeline().addFirst(this);
    channel.pipeline().replace("httpDecoder", "httpDecoder", decoder);
  }

  /** What comes first is no request: it says whose the connection is. */
  void expectProxyHeader(ProxyHeader.Listener listener) {
    proxyHeader = ProxyHeader.expect(channel, peer, listener);
  }

  /** From now on this is whose it is. */
  void passedOnFor(Reception.Peer told) {
    peer = told;
    proxyHeader = null;
    since = nanoTime.getAsLong();
  }

  @Override
  public Reception.Peer peer() {
    return peer;
  }

  /** Ends it at once; what it has sent already is no request. */
  void refuse() {
    ending = true;
    decoder.close();
    close();
  }

  /** Whether nothing more is read as a request. */
  boolean isEnding() {
    return ending;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (requests == 0 && !headBegan) {
      headBegins();
    }
    context.fireChannelRead(message);
  }

  private void headBegins() {
    headBegan = true;
    since = nanoTime.getAsLong();
  }

  void requestBegan(VertxDownstream request) {
    requests++;
    headBegan = false;
    latest = request;
    if (malformed) {
      request.body().malformed();
    }
  }

  /** Of the request that is received, whose head may not have been passed on yet. */
  private void bodyMalformed() {
    malformed = true;
    if (latest != null) {
      latest.body().malformed();
    }
  }

  @Override
  public void pauseReading() {
    channel.config().setAutoRead(false);
  }

  /** Not while the next request waits for its turn. */
  @Override
  public void resumeReading() {
    if (!decoder.holds()) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void requestEnded() {
    requests--;
    since = nanoTime.getAsLong();
    if (decoder.holds()) {
      headBegins();
    }
    decoder.answered();
  }

  @Override
  public void takesNoMore() {
    decoder.close();
  }

  /** Closing with unread input resets the connection, and the client might never see the answer. */
  @Override
  public void end(boolean refused) {
    if (ending) {
      return;
    }
    ending = true;
    if ((refused || decoder.hasMore()) && channel instanceof DuplexChannel duplex) {
      channel.config().setAutoRead(true);
      var _ = duplex.shutdownOutput();
      var _ = channel.eventLoop().schedule(this::closeNow, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      closeNow();
    }
  }

  private void closeNow() {
    lingered = true;
    close();
  }

  /**
   * Vert.x closes as soon as it has answered what can't be read, of which more may be coming. What
   * is dropped doesn't come by here.
   */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (lingered || !decoder.isBroken()) {
      var _ = context.close(promise);
      return;
    }
    channel.closeFuture().addListener(_ -> promise.trySuccess());
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> end(true));
  }

  @Override
  public boolean isIdle() {
    return requests == 0 && !headBegan;
  }

  @Override
  public boolean receivesHead() {
    return headBegan;
  }

  /**
   * Closes it if it has been silent for too long, sends a head too slowly, or leaves the rest of an
   * answer unread that nobody else watches any more.
   */
  @Override
  public void checkProgress(ProxySettings.Timeouts timeouts) {
    if (requests > 0) {
      watchBacklog();
    }
    ProxyHeader header = proxyHeader;
    long bound = (headBegan || header != null ? timeouts.head() : timeouts.clientIdle()).toNanos();
    if (ending || nanoTime.getAsLong() - since <= bound) {
      return;
    }
    if (header != null) {
      header.giveUp();
    } else if (requests > 0) {
      listener.unread(peer.address());
      Backlog.drop(channel);
    } else if (headBegan) {
      decoder.close();
      channel
          .pipeline()
          .context(this)
          .writeAndFlush(listener.tooSlow(peer.address()))
          .addListener(_ -> end(true));
    } else {
      close();
    }
  }

  /** The time counts from the end of the answer, and anew whenever the client has read. */
  private void watchBacklog() {
    long now = latest != null && latest.answered() ? Backlog.of(channel) : -1;
    if (now != backlog || now < 0) {
      backlog = now;
      since = nanoTime.getAsLong();
    }
  }

  /** Nothing can be said before the next answer. */
  @Override
  public void sendAway() {}

  @Override
  public void close() {
    var _ = channel.close();
  }

  @Override
  public void drop() {
    Backlog.drop(channel);
  }
}
