package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Reception;
import dev.gatehouse.dataplane.proxy.Reception.Received;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Receives requests that nobody sends, by the decoder and the checks of a real connection, from a
 * client on the same machine. Trace and request ids that have to be made are the same each time.
 */
public final class TrialConnection {
  private static final String LOOPBACK = "127.0.0.1";

  private final ProxySettings settings;

  public TrialConnection(ProxySettings settings) {
    this.settings = settings;
  }

  /**
   * What becomes of a request before it is matched.
   *
   * @param head request line and fields, each with its line end, and an empty line
   * @param tls whether it comes by an encrypted connection
   */
  public Received receive(String head, boolean tls) {
    var channel =
        new EmbeddedChannel(
            new RequestDecoder(HeadLimits.ofRequests(settings), tls, new Line(), () -> {}));
    try {
      channel.writeInbound(Unpooled.copiedBuffer(head, StandardCharsets.UTF_8));
      RequestRead request = channel.readInbound();
      if (request == null) {
        throw new IllegalArgumentException("the head has no end");
      }
      if (request.fault() != null) {
        return new Received.Refused(Unreadable.answer(request.fault()));
      }
      return new Reception(settings, new SplittableRandom(1))
          .receive(request.head(), new Reception.Peer(LOOPBACK, 0, settings.port()), 0);
    } finally {
      channel.finishAndReleaseAll();
    }
  }
}
