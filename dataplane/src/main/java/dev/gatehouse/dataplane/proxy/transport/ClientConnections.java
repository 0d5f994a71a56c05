package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import io.netty.channel.Channel;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The clients that are connected to one event loop, within a bound that all loops share. */
final class ClientConnections {
  private final ProxySettings settings;
  private final AtomicInteger ofThePod;
  private final Observer observer;
  private final Map<HttpConnection, ClientConnection> open = new HashMap<>();

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
    var client = new ClientConnection(channel, System::nanoTime);
    open.put(connection, client);
    channel.pipeline().addFirst(client);
    channel.pipeline().replace("httpDecoder", "httpDecoder", strictDecoder(client));
    channel.closeFuture().addListener(_ -> ended(connection));
  }

  private StrictRequestDecoder strictDecoder(ClientConnection client) {
    return new StrictRequestDecoder(
        new Http1ServerConfig()
            .setMaxInitialLineLength(settings.requestLineBytes())
            .setMaxHeaderSize(settings.headerBytes()),
        client::bodyMalformed);
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
      return new VertxDownstream(request, channel(connection), () -> {});
    }
    var downstream = new VertxDownstream(request, channel(connection), client::requestEnded);
    client.requestBegan(downstream);
    return downstream;
  }

  /** Closes those that are silent for too long; to be called about every second. */
  void sweep() {
    new ArrayList<>(open.values()).forEach(client -> client.checkProgress(settings));
  }

  void closeIdle() {
    new ArrayList<>(open.values())
        .stream().filter(ClientConnection::isIdle).forEach(ClientConnection::close);
  }

  void close() {
    new ArrayList<>(open.values()).forEach(ClientConnection::close);
  }

  private static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channelHandlerContext().channel();
  }
}
