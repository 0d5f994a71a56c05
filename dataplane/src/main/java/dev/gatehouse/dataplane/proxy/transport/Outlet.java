package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

/** The sending side of a connection: what is written in one turn of the loop is sent in one. */
final class Outlet {
  private final Channel channel;
  private final Turn turn;
  private final Runnable flush = this::flushNow;
  private boolean flushing;
  private Runnable drained = () -> {};

  Outlet(Channel channel, Turn turn) {
    this.channel = channel;
    this.turn = turn;
  }

  /** Sends it soon, with what comes next. */
  ChannelFuture write(ByteBuf bytes) {
    flushSoon();
    return channel.write(bytes);
  }

  /** Sends it, and what was written before. */
  ChannelFuture flush(ByteBuf bytes) {
    return channel.writeAndFlush(bytes);
  }

  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      later(flush);
    }
  }

  private void flushNow() {
    flushing = false;
    channel.flush();
  }

  /** Runs it when this turn of the loop is over. */
  void later(Runnable task) {
    turn.later(channel.eventLoop(), task);
  }

  /** Whether more is written than the peer takes. */
  boolean full() {
    return !channel.isWritable();
  }

  /** Sets what runs whenever it has been full and is no longer. */
  void onDrained(Runnable then) {
    drained = then;
  }

  void writabilityChanged() {
    if (channel.isWritable()) {
      drained.run();
    }
  }

  Channel channel() {
    return channel;
  }
}
