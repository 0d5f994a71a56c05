package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.ConnectionCut;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Reception;
import dev.gatehouse.dataplane.settings.Cidr;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The clients that are connected to one event loop, within a bound that all loops share. */
final class ClientConnections {
  private final ProxySettings settings;
  private final ClientQuota quota;
  private final Observer observer;
  private final Map<HttpConnection, ClientConnection> open = new HashMap<>();
  private final List<ClientConnection> idle = new ArrayList<>();

  ClientConnections(ProxySettings settings, ClientQuota quota, Observer observer) {
    this.settings = settings;
    this.quota = quota;
    this.observer = observer;
  }

  void connected(HttpConnection connection) {
    Channel channel = channel(connection);
    Reception.Peer peer = peer(channel);
    if (!quota.take()) {
      observer.connectionCut(peer.address(), ConnectionCut.POD_CONNECTIONS);
      var _ = channel.close();
      return;
    }
    observer.connectionOpened(Observer.Side.CLIENT);
    var client = new ClientConnection(channel, peer, decoderConfig(settings), System::nanoTime);
    open.put(connection, client);
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
    ClientConnection client = open.get(connection);
    if (client == null) {
      return new VertxDownstream(request, channel(connection), Unlisted.of(channel(connection)));
    }
    var downstream = new VertxDownstream(request, channel(connection), client);
    client.requestBegan(downstream);
    return downstream;
  }

  /**
   * Closes those that are silent for too long; to be called about every second.
   *
   * @param tooSlow what is answered to the peer of an address, whose head takes too long
   */
  void sweep(Function<String, ByteBuf> tooSlow) {
    new ArrayList<>(open.values())
        .forEach(client -> client.checkProgress(settings.timeouts(), tooSlow, this::answerUnread));
  }

  private void answerUnread(String peer) {
    observer.connectionCut(peer, ConnectionCut.ANSWER_UNREAD);
  }

  /** Those on which nothing is asked now may be closed soon. */
  void markIdle() {
    idle.clear();
    open.values().stream().filter(ClientConnection::isIdle).forEach(idle::add);
  }

  /** Closes those that were idle when they were marked, and still are. */
  void closeIdle() {
    idle.stream().filter(ClientConnection::isIdle).forEach(ClientConnection::close);
    idle.clear();
  }

  /** Ends all, whatever they have yet to send. */
  void drop() {
    new ArrayList<>(open.keySet()).forEach(connection -> Backlog.drop(channel(connection)));
  }

  /** Whether one of them is in the middle of a request's head. */
  boolean receivesHead() {
    return open.values().stream().anyMatch(ClientConnection::receivesHead);
  }

  void close() {
    new ArrayList<>(open.values()).forEach(ClientConnection::close);
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
