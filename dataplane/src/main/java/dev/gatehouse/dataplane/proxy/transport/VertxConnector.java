package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.UpstreamConnection;
import dev.gatehouse.dataplane.upstream.Connector;
import dev.gatehouse.dataplane.upstream.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;

/** Connects to endpoints, on the event loop that asks. */
final class VertxConnector implements Connector<UpstreamConnection> {
  private final HttpClientAgent agent;
  private final int headerBytes;
  private final Observer observer;

  VertxConnector(HttpClientAgent agent, int headerBytes, Observer observer) {
    this.agent = agent;
    this.headerBytes = headerBytes;
    this.observer = observer;
  }

  @Override
  public void connect(Endpoint endpoint, Made<UpstreamConnection> then, Runnable onClosed) {
    agent
        .connect(new HttpConnectOptions().setHost(endpoint.address()).setPort(endpoint.port()))
        .onComplete(
            connection -> {
              observer.connectionOpened(Observer.Side.UPSTREAM);
              Channel channel = channel(connection);
              channel
                  .closeFuture()
                  .addListener(
                      _ -> {
                        observer.connectionClosed(Observer.Side.UPSTREAM);
                        onClosed.run();
                      });
              then.connected(new VertxUpstreamConnection(connection, channel, headerBytes));
            },
            error ->
                then.failed(
                    error instanceof ConnectTimeoutException
                        ? Reason.CONNECT_TIMEOUT
                        : Reason.CONNECT_FAILED,
                    "no connection to " + endpoint));
  }

  private static Channel channel(HttpClientConnection connection) {
    return ((UnpooledHttpClientConnection) connection).unwrap().channelHandlerContext().channel();
  }
}
