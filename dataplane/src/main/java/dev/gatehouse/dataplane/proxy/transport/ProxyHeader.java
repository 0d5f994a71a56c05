package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.Reception;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.io.IOException;
import java.net.InetAddress;

/**
 * The header with which a load balancer begins a connection that it passes on, to say whose it is:
 * version 1 or 2 of HAProxy's PROXY protocol. Nothing that comes before its end reaches those
 * behind it.
 */
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {
  /** What may come with the addresses in version 2, in bytes: nothing of it is used. */
  private static final int MAX_EXTENSIONS = 4096;

  /** Told once, unless the connection ends before. */
  interface Listener {
    void peer(Reception.Peer peer);

    void malformed();
  }

  private final Reception.Peer passedOnBy;
  private final Listener listener;
  private boolean over;

  private ProxyHeader(Reception.Peer passedOnBy, Listener listener) {
    this.passedOnBy = passedOnBy;
    this.listener = listener;
  }

  /** From now on the connection has to begin with one. */
  static ProxyHeader expect(Channel channel, Reception.Peer passedOnBy, Listener listener) {
    var header = new ProxyHeader(passedOnBy, listener);
    channel.pipeline().addFirst(new HAProxyMessageDecoder(MAX_EXTENSIONS), header);
    return header;
  }

  /** It is not awaited any longer. */
  void giveUp() {
    if (!over) {
      over = true;
      listener.malformed();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HAProxyMessage message)
      throws IOException {
    if (over) {
      return;
    }
    Reception.Peer peer = peer(message);
    over = true;
    context.pipeline().remove(this);
    listener.peer(peer);
  }

  /**
   * Where it names nobody the load balancer speaks for itself, as it does to see whether we live.
   */
  private Reception.Peer peer(HAProxyMessage message) throws IOException {
    return switch (message.command()) {
      case LOCAL -> passedOnBy;
      case PROXY ->
          switch (message.proxiedProtocol()) {
            case TCP4, TCP6 ->
                new Reception.Peer(
                    InetAddress.ofLiteral(message.sourceAddress()).getHostAddress(),
                    message.sourcePort(),
                    message.destinationPort());
            case UNKNOWN, UNIX_STREAM -> passedOnBy;
            case UDP4, UDP6, UNIX_DGRAM -> throw new DecoderException("no protocol of streams");
          };
    };
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      context.fireExceptionCaught(cause);
    } else {
      giveUp();
    }
  }
}
