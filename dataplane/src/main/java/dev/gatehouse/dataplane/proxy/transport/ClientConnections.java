package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.ConnectionCut;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.proxy.ProxyHandler;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Reception;
import dev.gatehouse.dataplane.settings.Cidr;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The clients that are connected to one event loop, within a bound that all loops share. */
final class ClientConnections {
  private static final String PREFACE = "preface";

  private final ProxySettings settings;
  private final ClientQuota quota;
  private final Observer observer;
  private final Map<HttpConnection, OpenConnection> open = new HashMap<>();
  private final List<OpenConnection> idle = new ArrayList<>();

  ClientConnections(ProxySettings settings, ClientQuota quota, Observer observer) {
    this.settings = settings;
    this.quota = quota;
    this.observer = observer;
  }

  /** A client has connected, and asks by whatever version of HTTP. */
  void connected(HttpConnection connection, ProxyHandler requests) {
    Channel channel = channel(connection);
    Reception.Peer peer = peer(channel);
    if (!quota.take()) {
      observer.connectionCut(peer.address(), ConnectionCut.POD_CONNECTIONS);
      var _ = channel.close();
      return;
    }
    observer.connectionOpened(Observer.Side.CLIENT);
    var client =
        new ClientConnection(
            channel, peer, decoderConfig(settings), System::nanoTime, new Watch(requests));
    open.put(connection, client);
    channel
        .pipeline()
        .addBefore(
            "httpDecoder",
            PREFACE,
            new PrefaceDetector(() -> speaksHttp2(connection, client, requests)));
    channel.closeFuture().addListener(_ -> ended(connection));
    if (Cidr.anyContains(settings.clients().proxyProtocolFrom(), address(peer))) {
      client.expectProxyHeader(new Admission(channel, client));
    } else {
      admit(channel, client);
    }
  }

  private void admit(Channel channel, ClientConnection client) {
    InetAddress address = address(client.peer());
    if (quota.takeFrom(address)) {
      channel.closeFuture().addListener(_ -> quota.releaseFrom(address));
    } else {
      refuse(client, ConnectionCut.ADDRESS_CONNECTIONS);
    }
  }

  private void refuse(ClientConnection client, ConnectionCut why) {
    observer.connectionCut(client.peer().address(), why);
    client.refuse();
  }

  private static Reception.Peer peer(Channel channel) {
    var remote = (InetSocketAddress) channel.remoteAddress();
    var local = (InetSocketAddress) channel.localAddress();
    return new Reception.Peer(
        remote.getAddress().getHostAddress(), remote.getPort(), local.getPort());
  }

  private static InetAddress address(Reception.Peer peer) {
    return InetAddress.ofLiteral(peer.address());
  }

  /** Lets a connection in once its header says whose it is. */
  private final class Admission implements ProxyHeader.Listener {
    private final Channel channel;
    private final ClientConnection client;

    Admission(Channel channel, ClientConnection client) {
      this.channel = channel;
      this.client = client;
    }

    @Override
    public void peer(Reception.Peer told) {
      client.passedOnFor(told);
      admit(channel, client);
    }

    @Override
    public void malformed() {
      refuse(client, ConnectionCut.BAD_PROXY_HEADER);
    }
  }

  /** Puts what reads HTTP/2 in the place of all that Vert.x has for HTTP/1.1. */
  private void speaksHttp2(
      HttpConnection connection, ClientConnection before, ProxyHandler requests) {
    if (before.isEnding()) {
      return;
    }
    ChannelPipeline pipeline = channel(connection).pipeline();
    for (String name : pipeline.names()) {
      ChannelHandler handler = pipeline.get(name);
      if (handler != null && !name.equals(PREFACE) && !(handler instanceof VertxHandler<?>)) {
        pipeline.remove(handler);
      }
    }
    Http2Streams streams =
        Http2HandlerBuilder.server(
            settings.headerBytes(),
            settings.streams(),
            (decoder, encoder, initial) ->
                new Http2Streams(decoder, encoder, initial, settings, before.peer(), requests));
    var client =
        new Http2Client(
            pipeline.channel(), ((ConnectionBase) connection).context(), streams, System::nanoTime);
    pipeline.addAfter(PREFACE, "client", client);
    pipeline.addAfter("client", "streams", streams);
    open.put(connection, client);
  }

  static Http1ServerConfig decoderConfig(ProxySettings settings) {
    return new Http1ServerConfig()
        .setMaxInitialLineLength(settings.requestLineBytes())
        .setMaxHeaderSize(settings.headerBytes());
  }

  private void ended(HttpConnection connection) {
    open.remove(connection);
    quota.release();
    observer.connectionClosed(Observer.Side.CLIENT);
  }

  VertxDownstream downstream(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    if (!(open.get(connection) instanceof ClientConnection client)) {
      return new VertxDownstream(request, channel(connection), Unlisted.of(channel(connection)));
    }
    var downstream = new VertxDownstream(request, channel(connection), client);
    client.requestBegan(downstream);
    return downstream;
  }

  /** Closes those that are silent for too long; to be called about every second. */
  void sweep() {
    new ArrayList<>(open.values()).forEach(client -> client.checkProgress(settings.timeouts()));
  }

  /** Tells whoever looks at the logs of clients that take too long. */
  private final class Watch implements ClientConnection.Listener {
    private final ProxyHandler requests;

    Watch(ProxyHandler requests) {
      this.requests = requests;
    }

    @Override
    public ByteBuf tooSlow(String peer) {
      return ((BufferInternal) requests.refuseSlowHead(peer)).getByteBuf();
    }

    @Override
    public void unread(String peer) {
      observer.connectionCut(peer, ConnectionCut.ANSWER_UNREAD);
    }
  }

  /** Asks all to ask elsewhere. */
  void sendAway() {
    new ArrayList<>(open.values()).forEach(OpenConnection::sendAway);
  }

  /** Those on which nothing is asked now may be closed soon. */
  void markIdle() {
    idle.clear();
    open.values().stream().filter(OpenConnection::isIdle).forEach(idle::add);
  }

  /** Closes those that were idle when they were marked, and still are. */
  void closeIdle() {
    idle.stream().filter(OpenConnection::isIdle).forEach(OpenConnection::close);
    idle.clear();
  }

  /** Ends all, whatever they have yet to send. */
  void drop() {
    new ArrayList<>(open.values()).forEach(OpenConnection::drop);
  }

  /** Whether one of them is in the middle of a request's head. */
  boolean receivesHead() {
    return open.values().stream().anyMatch(OpenConnection::receivesHead);
  }

  void close() {
    new ArrayList<>(open.values()).forEach(OpenConnection::close);
  }

  /** One beyond the bound, which is being closed. */
  private record Unlisted(Channel channel, Reception.Peer peer)
      implements VertxDownstream.Connection {
    static Unlisted of(Channel channel) {
      return new Unlisted(channel, ClientConnections.peer(channel));
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void requestEnded() {}

    @Override
    public void takesNoMore() {}

    @Override
    public void end(boolean refused) {
      var _ = channel.close();
    }
  }

  private static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channelHandlerContext().channel();
  }
}
