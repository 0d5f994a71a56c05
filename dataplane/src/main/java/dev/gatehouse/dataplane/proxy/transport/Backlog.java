package dev.gatehouse.dataplane.proxy.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * What a connection has yet to send. Vert.x writes it before it closes, so one whose peer doesn't
 * read would never end.
 */
final class Backlog {
  private Backlog() {}

  /** In bytes; 0 once the connection is closed. */
  static long of(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }

  /** Ends the connection in good order, or by a reset where something has yet to be sent. */
  static void end(Channel channel) {
    if (of(channel) > 0) {
      drop(channel);
    } else {
      var _ = channel.close();
    }
  }

  /** Ends the connection by a reset: nothing is awaited, and what was sent can't look whole. */
  static void drop(Channel channel) {
    if (channel.isOpen()) {
      endByReset(channel, true);
      var _ = channel.pipeline().firstContext().close();
    }
  }

  /** Says how the connection is to end, whoever ends it: by a reset, or in good order. */
  static void endByReset(Channel channel, boolean reset) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, reset ? 0 : -1);
    }
  }
}
