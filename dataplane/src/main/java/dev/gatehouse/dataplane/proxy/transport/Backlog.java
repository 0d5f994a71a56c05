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

  /** Ends the connection by a reset: nothing is awaited, and what was sent can't look whole. */
  static void drop(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var _ = channel.pipeline().firstContext().close();
    }
  }
}
