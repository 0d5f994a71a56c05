package dev.gatehouse.dataplane.proxy.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.internal.ContextInternal;

/**
 * First in the pipeline of a connection: what comes of its events finds itself on the loop's
 * context, as what Vert.x reads does, so that timers and connections belong to the same loop.
 */
final class OnContext extends ChannelInboundHandlerAdapter {
  private final ContextInternal context;

  OnContext(ContextInternal context) {
    this.context = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ContextInternal before = context.beginDispatch();
    try {
      ctx.fireChannelRead(message);
    } finally {
      context.endDispatch(before);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ContextInternal before = context.beginDispatch();
    try {
      ctx.fireChannelInactive();
    } finally {
      context.endDispatch(before);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ContextInternal before = context.beginDispatch();
    try {
      ctx.fireChannelWritabilityChanged();
    } finally {
      context.endDispatch(before);
    }
  }
}
