package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The clients that are connected to one event loop, within a bound that all loops share. */
final class ClientConnections {
  private final ProxySettings settings;
  private final AtomicInteger ofThePod;
  private final Observer observer;
  private final Map<HttpConnection, ClientConnection> open = new HashMap<>();
  private final List<ClientConnection> idle = new ArrayList<>();

  ClientConnections(ProxySettings settings, AtomicInteger ofThePod, Observer observer) {
    this.settings = settings;
    this.ofThePod = ofThePod;
    this.observer = observer;
  }

  void connected(HttpConnection connection) {
    Channel channel = channel(connection);
    if (ofThePod.incrementAndGet() > settings.clientConnections()) {
      ofThePod.decrementAndGet();
      var _ = channel.close();
      return;
    }
    observer.connectionOpened(Observer.Side.CLIENT);
    open.put(connection, new ClientConnection(channel, decoderConfig(settings), System::nanoTime));
    channel.closeFuture().addListener(_ -> ended(connection));
  }

  static Http1ServerConfig decoderConfig(ProxySettings settings) {
    return new Http1ServerConfig()
        .setMaxInitialLineLength(settings.requestLineBytes())
        .setMaxHeaderSize(settings.headerBytes());
  }

  private void ended(HttpConnection connection) {
    open.remove(connection);
    ofThePod.decrementAndGet();
    observer.connectionClosed(Observer.Side.CLIENT);
  }

  VertxDownstream downstream(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    ClientConnection client = open.get(connection);
    if (client == null) {
      return new VertxDownstream(request, channel(connection), new Unlisted(channel(connection)));
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
        .forEach(client -> client.checkProgress(settings.timeouts(), tooSlow));
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
  private record Unlisted(Channel channel) implements VertxDownstream.Connection {
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
