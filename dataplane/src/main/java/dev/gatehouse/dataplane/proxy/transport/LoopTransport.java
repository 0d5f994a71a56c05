package dev.gatehouse.dataplane.proxy.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.transport.Transport;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Epoll, as the proxy needs it. Where there is one loop for traffic, listeners accept on the event
 * loop that opens them instead of on a thread of their own, for which Vert.x has no option: the
 * pod's processor is spared two changes of thread for each connection. Where there are more, one of
 * them would accept for all.
 */
public final class LoopTransport extends EpollTransport {
  private final boolean acceptsOnLoop;
  private @Nullable EventLoopGroup loops;

  private LoopTransport(boolean acceptsOnLoop) {
    this.acceptsOnLoop = acceptsOnLoop;
  }

  /** One with so many loops for traffic, and one more for pushes and scrapes. */
  public static Vertx vertx(int loops) {
    return Vertx.builder()
        .with(new VertxOptions().setEventLoopPoolSize(loops + 1))
        .withTransport(best(loops))
        .build();
  }

  /** Epoll, where there is one. */
  private static Transport best(int loops) {
    Transport any = Transport.nativeTransport();
    if (any == null || !any.available()) {
      return Transport.NIO;
    }
    return any.equals(Transport.EPOLL)
        ? new TransportInternal("epoll", true, null, new LoopTransport(loops == 1))
        : any;
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return StayingInEpoll.factory(super.ioHandlerFactory());
  }

  /** Vert.x makes the loops first, and then those who accept for them. */
  @Override
  public EventLoopGroup eventLoopGroup(int type, int count, ThreadFactory threads, int ioRatio) {
    EventLoopGroup before = loops;
    if (acceptsOnLoop && type == ACCEPTOR_EVENT_LOOP_GROUP && before != null) {
      return new OnCallersLoop(before, threads, ioHandlerFactory());
    }
    EventLoopGroup made = super.eventLoopGroup(type, count, threads, ioRatio);
    loops = made;
    return made;
  }

  private static final class OnCallersLoop extends MultiThreadIoEventLoopGroup {
    private final EventLoopGroup loops;

    OnCallersLoop(EventLoopGroup loops, ThreadFactory threads, IoHandlerFactory handlers) {
      super(1, threads, handlers);
      this.loops = loops;
    }

    @Override
    public IoEventLoop next() {
      for (EventExecutor loop : loops) {
        if (loop instanceof IoEventLoop here && here.inEventLoop()) {
          return here;
        }
      }
      return super.next();
    }
  }
}
