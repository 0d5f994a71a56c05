package dev.gatehouse.dataplane.proxy.transport;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;

/** Whether a connection is still one. */
final class Aliveness {
  /** TCP_ESTABLISHED of linux/tcp_states.h. */
  private static final int ESTABLISHED = 1;

  private Aliveness() {}

  /**
   * Asks the channel, and, to be sure, the operating system.
   *
   * @param surely see {@link dev.gatehouse.dataplane.upstream.Connection#usable}
   */
  static boolean of(Channel channel, boolean surely) {
    return channel.isActive()
        && (!surely
            || !(channel instanceof EpollSocketChannel epoll)
            || epoll.tcpInfo().state() == ESTABLISHED);
  }
}
