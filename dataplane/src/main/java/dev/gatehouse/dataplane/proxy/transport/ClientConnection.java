package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Reception;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A client's connection: what it may ask and when, and how long it may take to. */
final class ClientConnection extends ChannelInboundHandlerAdapter
    implements Http1Body.Inlet, OpenConnection {
  private final Channel channel;
  private final LongSupplier nanoTime;
  private final Listener listener;
  private final RequestDecoder decoder;
  private @Nullable Http1Requests reader;
  private Reception.Peer peer;

  /** Null unless one has to come before anything else. */
  private @Nullable ProxyHeader proxyHeader;

  private int requests;
  private @Nullable Http1Downstream latest;
  private boolean headBegan;
  private boolean malformed;

  /** Told that its head takes too long, though it may not read that either. */
  private boolean refused;

  private final UnreadWatch unread = new UnreadWatch();
  private boolean ending;
  private long since;

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
      HeadLimits limits,
      Line line,
      LongSupplier nanoTime,
      Listener listener) {
    this.channel = channel;
    this.peer = peer;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.decoder =
        new RequestDecoder(
            limits, channel.pipeline().get(SslHandler.class) != null, line, this::bodyMalformed);
    this.since = nanoTime.getAsLong();
  }

  /** Reads requests, which {@code requests} is handed over, in front of what Vert.x has there. */
  void listen(ChannelHandler preface, Http1Requests requests) {
    reader = requests;
    channel
        .pipeline()
        .addBefore(OnContext.VERTX, null, this)
        .addBefore(OnContext.VERTX, null, preface)
        .addBefore(OnContext.VERTX, null, decoder)
        .addBefore(OnContext.VERTX, null, requests);
  }

  /** Leaves the connection to those who read another version of HTTP. */
  void giveWayTo(ChannelHandler client, ChannelHandler streams) {
    channel.pipeline().remove(this);
    channel.pipeline().remove(decoder);
    channel.pipeline().remove(Http1Requests.class);
    channel
        .pipeline()
        .addBefore(OnContext.VERTX, null, client)
        .addBefore(OnContext.VERTX, null, streams);
  }

  /** No more is read as HTTP, what has come since the request included. */
  SwitchedConnection switchProtocols() {
    if (reader == null) {
      throw new IllegalStateException("no request has come by this connection");
    }
    SwitchedConnection switched = reader.switchProtocols();
    channel.pipeline().remove(decoder);
    channel.config().setAutoRead(true);
    return switched;
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

  /** Whose it is. */
  Reception.Peer peer() {
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
    if (requests == 0 && !headBegan && decoder.receivesHead()) {
      headBegins(); // Behind a request that was answered at once.
    }
  }

  private void headBegins() {
    headBegan = true;
    since = nanoTime.getAsLong();
  }

  void requestBegan(Http1Downstream request) {
    requests++;
    headBegan = false;
    latest = request;
    if (malformed) {
      request.body().fail();
    }
  }

  /** Of the request that is received, whose head may not have been passed on yet. */
  private void bodyMalformed() {
    malformed = true;
    if (latest != null) {
      latest.body().fail();
    }
  }

  /** What else the client sends waits in the socket, which holds it up. */
  @Override
  public void pause() {
    channel.config().setAutoRead(false);
  }

  /** Not while the next request waits for its turn. */
  @Override
  public void resume() {
    if (!decoder.holds()) {
      channel.config().setAutoRead(true);
    }
  }

  /** The answer has gone out, or never will. */
  void requestEnded() {
    requests--;
    since = nanoTime.getAsLong();
    unread.read(since);
    if (decoder.holds()) {
      headBegins();
    }
    decoder.answered();
  }

  /** The connection ends with the answer to this request: what follows is no request any more. */
  void takesNoMore() {
    decoder.close();
  }

  /**
   * Nothing is left to be done.
   *
   * @param refused whether the client, not knowing of the end, may be sending on
   */
  void end(boolean refused) {
    if (ending) {
      return;
    }
    ending = true;
    if (refused || decoder.hasMore()) {
      channel.config().setAutoRead(true);
      Linger.end(channel, this::close);
    } else {
      close();
    }
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
    if (ending) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (requests > 0) {
      if (unread.look(backlog(), now) > timeouts.clientIdle().toNanos()) {
        giveUp();
      }
      return;
    }
    ProxyHeader header = proxyHeader;
    long bound = (headBegan || header != null ? timeouts.head() : timeouts.clientIdle()).toNanos();
    if (now - since <= bound) {
      return;
    }
    if (header != null) {
      header.giveUp();
    } else if (refused) {
      drop();
    } else if (headBegan) {
      refused = true;
      since = now;
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

  private void giveUp() {
    boolean told = latest != null && latest.giveUp();
    if (!told) {
      listener.unread(peer.address());
    }
  }

  /** What is left of an answer; while one is being made, its request is watched instead. */
  private long backlog() {
    return latest != null && latest.answered() ? Backlog.of(channel) : 0;
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
