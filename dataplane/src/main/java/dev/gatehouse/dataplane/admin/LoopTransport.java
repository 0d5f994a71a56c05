package dev.gatehouse.dataplane.admin;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.transport.Transport;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Epoll, with listeners that accept on the event loop that opens them instead of on a thread of
 * their own, for which Vert.x has no option. For a pod with one loop for traffic: its processor is
 * spared two changes of thread for each connection. Where there are more, one of them would accept
 * for all.
 */
final class LoopTransport extends EpollTransport {
  private @Nullable EventLoopGroup loops;

  /** What a Vert.x is made with; only where there is epoll. */
  static Transport transport() {
    return new TransportInternal("epoll", true, null, new LoopTransport());
  }

  /** Vert.x makes the loops first, and then those who accept for them. */
  @Override
  public EventLoopGroup eventLoopGroup(int type, int count, ThreadFactory threads, int ioRatio) {
    EventLoopGroup before = loops;
    if (type == ACCEPTOR_EVENT_LOOP_GROUP && before != null) {
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
