package dev.gatehouse.dataplane.proxy.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Netty's handler of epoll, with a mend: it takes a descriptor that waits for nothing out of epoll,
 * and then fails to ask for more of it, since it modifies what is no longer there (4.2.18 to
 * 4.2.20). A client that had ended its own direction and is slow to read the other lost the rest.
 * Here the descriptor stays; what can't be unasked for, errors and the end of both directions, is
 * told once, as its edges are.
 */
final class StayingInEpoll implements IoHandler {
  private final IoHandler netty;

  private StayingInEpoll(IoHandler netty) {
    this.netty = netty;
  }

  static IoHandlerFactory factory(IoHandlerFactory netty) {
    return executor -> new StayingInEpoll(netty.newHandler(executor));
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return new Staying(netty.register(handle));
  }

  @Override
  public void initialize() {
    netty.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    return netty.run(context);
  }

  @Override
  public void prepareToDestroy() {
    netty.prepareToDestroy();
  }

  @Override
  public void destroy() {
    netty.destroy();
  }

  @Override
  public void wakeup() {
    netty.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> type) {
    return netty.isCompatible(type);
  }

  private record Staying(IoRegistration netty) implements IoRegistration {
    @Override
    public long submit(IoOps operations) {
      return netty.submit(EpollIoOps.NONE.equals(operations) ? EpollIoOps.EPOLLET : operations);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // It is Netty's signature.
    public <T> T attachment() {
      return netty.attachment();
    }

    @Override
    public boolean isValid() {
      return netty.isValid();
    }

    @Override
    public boolean cancel() {
      return netty.cancel();
    }
  }
}
