package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.ConnectionCut;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.proxy.ProxyHandler;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Reception;
import dev.gatehouse.dataplane.settings.Cidr;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** The clients that are connected to one event loop, within a bound that all loops share. */
final class ClientConnections implements ClientConnection.Listener {
  private final ProxySettings settings;
  private final ClientQuota quota;
  private final Observer observer;
  private final ProxyHandler requests;
  private final LoopTools tools;
  private final IntSupplier port;
  private final Map<Channel, OpenConnection> open = new HashMap<>();
  private final List<OpenConnection> idle = new ArrayList<>();

  /**
   * Makes it empty.
   *
   * @param requests takes what they ask
   * @param tools of the event loop
   * @param port that they connect to
   */
  ClientConnections(
      ProxySettings settings,
      ClientQuota quota,
      Observer observer,
      ProxyHandler requests,
      LoopTools tools,
      IntSupplier port) {
    this.settings = settings;
    this.quota = quota;
    this.observer = observer;
    this.requests = requests;
    this.tools = tools;
    this.port = port;
  }

  /** A client has connected, and asks by whatever version of HTTP. */
  void connected(NetSocket socket) {
    var connection = (ConnectionBase) socket;
    Channel channel = connection.channel();
    Reception.Peer peer = peer(channel);
    if (!quota.take()) {
      observer.connectionCut(peer.address(), ConnectionCut.POD_CONNECTIONS);
      var _ = channel.close();
      return;
    }
    observer.connectionOpened(Observer.Side.CLIENT);
    channel.closeFuture().addListener(_ -> ended(channel));
    // What is to be done when the listener closes is done by this class.
    socket.shutdownHandler(_ -> {});
    var client =
        new ClientConnection(
            channel, peer, HeadLimits.ofRequests(settings), tools.line(), System::nanoTime, this);
    open.put(channel, client);
    channel.pipeline().addFirst(new OnContext(connection.context(), tools.turn()));
    client.listen(
        new PrefaceDetector(() -> speaksHttp2(channel, client)),
        new Http1Requests(client, requests, new Outlet(channel, tools.turn()), tools.heads()));
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

  /** The port is the listener's: to ask each connection for its own would be a call more. */
  private Reception.Peer peer(Channel channel) {
    var remote = (InetSocketAddress) channel.remoteAddress();
    return new Reception.Peer(
        remote.getAddress().getHostAddress(), remote.getPort(), port.getAsInt());
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

  /** Puts what reads HTTP/2 in the place of what reads HTTP/1.1. */
  private void speaksHttp2(Channel channel, ClientConnection before) {
    if (before.isEnding()) {
      return;
    }
    Http2Streams streams =
        Http2HandlerBuilder.server(
            settings.headerBytes(),
            settings.streams(),
            (decoder, encoder, initial) ->
                new Http2Streams(decoder, encoder, initial, settings, before.peer(), requests));
    var client = new Http2Client(channel, streams, System::nanoTime);
    before.giveWayTo(client, streams);
    open.put(channel, client);
  }

  private void ended(Channel channel) {
    open.remove(channel);
    quota.release();
    observer.connectionClosed(Observer.Side.CLIENT);
  }

  /** Closes those that are silent for too long; to be called about every second. */
  void sweep() {
    new ArrayList<>(open.values()).forEach(client -> client.checkProgress(settings.timeouts()));
  }

  @Override
  public ByteBuf tooSlow(String peer) {
    return ((BufferInternal) requests.refuseSlowHead(peer)).getByteBuf();
  }

  @Override
  public void unread(String peer) {
    observer.connectionCut(peer, ConnectionCut.ANSWER_UNREAD);
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
}
