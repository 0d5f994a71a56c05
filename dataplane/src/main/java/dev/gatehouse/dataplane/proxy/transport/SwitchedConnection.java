package dev.gatehouse.dataplane.proxy.transport;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.BodySink;
import dev.gatehouse.dataplane.proxy.BodySource;
import dev.gatehouse.dataplane.proxy.Duplex;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A connection that has left HTTP behind: bytes as they come, and an end for each direction. */
final class SwitchedConnection implements Duplex, BodySink, Http1Body.Inlet {
  /** How long the other end may take to read the rest, once nothing else is to come. */
  private static final long REST_SECONDS = 30;

  private final Outlet outlet;
  private final Channel channel;
  private final Http1Body in;
  private boolean inputEnded;
  private boolean outputEnded;
  private Runnable gone = () -> {};

  /** The way of what was written last; null as long as more is to come. */
  private @Nullable ChannelFuture written;

  SwitchedConnection(Outlet outlet) {
    this.outlet = outlet;
    this.channel = outlet.channel();
    this.in = new Http1Body(channel.eventLoop(), this);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  void read(ByteBuf bytes) {
    in.chunk(bytes);
  }

  /** The other end sends nothing more. */
  void inputEnded() {
    if (!inputEnded) {
      inputEnded = true;
      in.end(BodyEnd.PLAIN);
      closeIfEnded();
    }
  }

  private void closeIfEnded() {
    if (inputEnded && outputEnded) {
      closeNow();
    }
  }

  private void closeNow() {
    var _ = channel.close();
  }

  /** It is closed: by a reset, unless both directions had come to their end. */
  void closed() {
    in.fail();
    if (!inputEnded || !outputEnded) {
      gone.run();
    }
  }

  @Override
  public void onGone(Runnable then) {
    gone = then;
  }

  @Override
  public BodySource in() {
    return in;
  }

  @Override
  public BodySink out() {
    return this;
  }

  @Override
  public void write(Buffer chunk) {
    var _ = outlet.write(ReadBytes.keep(chunk));
  }

  @Override
  public boolean full() {
    return outlet.full();
  }

  @Override
  public void onDrained(Runnable then) {
    outlet.onDrained(then);
  }

  @Override
  public void trailers(Headers fields) {}

  @Override
  public void end() {
    flushLast()
        .addListener(
            _ -> {
              outputEnded = true;
              if (channel instanceof DuplexChannel duplex && !inputEnded) {
                var _ = duplex.shutdownOutput();
              }
              closeIfEnded();
            });
  }

  @Override
  public void close() {
    in.discard(() -> {}); // What is left unread would make a reset of the end.
    flushLast().addListener(_ -> Linger.end(channel, this::closeNow));
    ScheduledFuture<?> late = channel.eventLoop().schedule(this::abort, REST_SECONDS, SECONDS);
    channel.closeFuture().addListener(_ -> late.cancel(false));
  }

  private ChannelFuture flushLast() {
    ChannelFuture last = written == null ? outlet.flush(Unpooled.EMPTY_BUFFER) : written;
    written = last;
    return last;
  }

  /** The end of what the other end is sent, on its way; null as long as more is to come. */
  @Nullable ChannelFuture written() {
    return written;
  }

  @Override
  public void abort() {
    Backlog.drop(channel);
  }

  @Override
  public void pause() {
    channel.config().setAutoRead(false);
  }

  @Override
  public void resume() {
    channel.config().setAutoRead(true);
  }
}
