package dev.gatehouse.dataplane.proxy.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * Lets a client that may be sending still see what it was told: closing with unread input resets
 * the connection, and takes with it what the client has yet to read.
 */
final class Linger {
  /** How long a client may go on sending what nobody reads. */
  private static final long MILLIS = 500;

  private Linger() {}

  /** Says that nothing more will come, and closes some time later. */
  static void end(Channel channel, Runnable close) {
    if (channel instanceof DuplexChannel duplex) {
      var _ = duplex.shutdownOutput();
      then(channel, close);
    } else {
      close.run();
    }
  }

  /** Closes some time later, whatever has come by then. */
  static void then(Channel channel, Runnable close) {
    var _ = channel.eventLoop().schedule(close, MILLIS, TimeUnit.MILLISECONDS);
  }
}
