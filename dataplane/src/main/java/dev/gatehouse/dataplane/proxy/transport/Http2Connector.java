package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.UpstreamConnection;
import dev.gatehouse.dataplane.upstream.Carrier;
import dev.gatehouse.dataplane.upstream.Connector;
import dev.gatehouse.dataplane.upstream.Endpoint;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects to endpoints that speak HTTP/2, on one event loop. A connection is made once the
 * backend's settings are there, since they say how many requests it takes at once.
 */
final class Http2Connector implements Connector<Carrier<UpstreamConnection>> {
  private final ContextInternal context;
  private final Turn turn;
  private final ProxySettings settings;
  private final Observer observer;
  private final LongSupplier nanoTime;

  Http2Connector(
      ContextInternal context,
      Turn turn,
      ProxySettings settings,
      Observer observer,
      LongSupplier nanoTime) {
    this.context = context;
    this.turn = turn;
    this.settings = settings;
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  @Override
  public void connect(Endpoint endpoint, Made<Carrier<UpstreamConnection>> then, Runnable ended) {
    int timeout = (int) settings.timeouts().connect().toMillis();
    var making = new Making(endpoint, then, ended);
    new Bootstrap()
        .group(context.nettyEventLoop())
        .channelFactory(context.owner().transport().channelFactory(false))
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(making)
        .connect(new InetSocketAddress(InetAddress.ofLiteral(endpoint.address()), endpoint.port()))
        .addListener(
            connected ->
                context.dispatch(
                    () -> {
                      if (!connected.isSuccess()) {
                        making.failed(connected.cause());
                      }
                    }));
  }

  /** One that is being made. */
  private final class Making extends ChannelInitializer<Channel> {
    private final Endpoint endpoint;
    private final Made<Carrier<UpstreamConnection>> then;
    private final Runnable whenEnded;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean told;
    private boolean made;

    Making(Endpoint endpoint, Made<Carrier<UpstreamConnection>> then, Runnable whenEnded) {
      this.endpoint = endpoint;
      this.then = then;
      this.whenEnded = whenEnded;
    }

    @Override
    protected void initChannel(Channel channel) {
      var carrier = new Http2Carrier(channel, context, settings.headerBytes(), nanoTime);
      carrier.onChange(() -> settled(carrier));
      channel
          .pipeline()
          .addLast(new OnContext(context, turn))
          .addLast("carrier", carrier)
          .addLast("calls", carrier.calls());
      deadline =
          channel
              .eventLoop()
              .schedule(
                  () -> context.dispatch(() -> tooLate(channel)),
                  settings.timeouts().connect().toMillis(),
                  TimeUnit.MILLISECONDS);
      channel.closeFuture().addListener(_ -> context.dispatch(() -> ended(carrier)));
    }

    private void settled(Http2Carrier carrier) {
      if (told) {
        return;
      }
      if (!carrier.hasRoom()) {
        fail(Reason.CONNECT_FAILED, endpoint + " takes no requests");
        carrier.close();
        return;
      }
      tell();
      made = true;
      observer.connectionOpened(Observer.Side.UPSTREAM);
      then.connected(carrier);
    }

    private void tooLate(Channel channel) {
      fail(Reason.CONNECT_TIMEOUT, "no settings of HTTP/2 from " + endpoint);
      Backlog.drop(channel);
    }

    private void ended(Http2Carrier carrier) {
      if (made) {
        observer.connectionClosed(Observer.Side.UPSTREAM);
        whenEnded.run();
      } else if (carrier.calls().fault() != null) {
        fail(Reason.UPSTREAM_PROTOCOL, endpoint + " doesn't speak HTTP/2");
      } else {
        fail(Reason.CONNECT_FAILED, "no connection of HTTP/2 to " + endpoint);
      }
    }

    private void failed(Throwable error) {
      fail(
          error instanceof ConnectTimeoutException ? Reason.CONNECT_TIMEOUT : Reason.CONNECT_FAILED,
          "no connection to " + endpoint);
    }

    private void fail(Reason reason, String detail) {
      if (!told) {
        tell();
        then.failed(reason, detail);
      }
    }

    private void tell() {
      told = true;
      if (deadline != null) {
        deadline.cancel(false);
      }
    }
  }
}
