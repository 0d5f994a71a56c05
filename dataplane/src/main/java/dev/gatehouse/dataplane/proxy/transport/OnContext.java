package dev.gatehouse.dataplane.proxy.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.internal.ContextInternal;

/**
 * First in the pipeline of a connection: what comes of its events finds itself on the loop's
 * context, as what Vert.x reads does, so that timers and connections belong to the same loop.
 */
final class OnContext extends ChannelInboundHandlerAdapter {
  /** The name of Vert.x's own handler, which is last in the pipelines that it makes. */
  static final String VERTX = "handler";

  private final ContextInternal context;
  private final Turn turn;

  OnContext(ContextInternal context, Turn turn) {
    this.context = context;
    this.turn = turn;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ContextInternal before = context.beginDispatch();
    boolean outermost = turn.begin();
    try {
      ctx.fireChannelRead(message);
    } finally {
      if (outermost) {
        turn.end();
      }
      context.endDispatch(before);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    dispatch(ctx::fireChannelInactive);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    dispatch(ctx::fireChannelWritabilityChanged);
  }

  private void dispatch(Runnable event) {
    ContextInternal before = context.beginDispatch();
    try {
      event.run();
    } finally {
      context.endDispatch(before);
    }
  }
}
