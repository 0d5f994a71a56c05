package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.UpstreamConnection;
import dev.gatehouse.dataplane.upstream.Connector;
import dev.gatehouse.dataplane.upstream.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;

/** Connects to endpoints, on the event loop that asks. */
final class Http1Connector implements Connector<UpstreamConnection> {
  private final NetClient client;
  private final HeadLimits limits;
  private final LoopTools tools;
  private final Observer observer;

  Http1Connector(NetClient client, HeadLimits limits, LoopTools tools, Observer observer) {
    this.client = client;
    this.limits = limits;
    this.tools = tools;
    this.observer = observer;
  }

  @Override
  public void connect(Endpoint endpoint, Made<UpstreamConnection> then, Runnable onClosed) {
    client
        .connect(endpoint.port(), endpoint.address())
        .onComplete(
            socket -> then.connected(connected(socket, onClosed)),
            error ->
                then.failed(
                    error instanceof ConnectTimeoutException
                        ? Reason.CONNECT_TIMEOUT
                        : Reason.CONNECT_FAILED,
                    "no connection to " + endpoint));
  }

  private UpstreamConnection connected(NetSocket socket, Runnable onClosed) {
    var connection = (ConnectionBase) socket;
    Channel channel = connection.channel();
    observer.connectionOpened(Observer.Side.UPSTREAM);
    channel
        .closeFuture()
        .addListener(
            _ -> {
              observer.connectionClosed(Observer.Side.UPSTREAM);
              onClosed.run();
            });
    channel.pipeline().addFirst("context", new OnContext(connection.context(), tools.turn()));
    return Http1Upstream.on(channel, limits, tools);
  }
}
