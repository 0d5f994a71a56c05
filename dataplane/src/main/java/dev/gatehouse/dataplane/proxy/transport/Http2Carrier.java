package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.UpstreamConnection;
import dev.gatehouse.dataplane.upstream.Carrier;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A backend's connection of HTTP/2, as its pool sees it: whether it can be used for more, and how
 * it ends. Also the first to see what is read from it.
 */
final class Http2Carrier extends ChannelInboundHandlerAdapter
    implements Carrier<UpstreamConnection>, Http2Calls.Listener, Http2Exchange.Owner {
  /** Frames a second that belong to no message, beyond those that what we send gives cause for. */
  private static final int CONTROL_FRAMES = 10_000;

  private static final int CONTROL_FRAMES_PER_PART = 4;

  /**
   * Streams that we end before their answer, in a window of time: backends take many for an attack
   * (CVE-2023-44487) and cut the others; so another connection takes the next ones.
   */
  private static final int CANCELS = 100;

  private static final long CANCEL_NANOS = Duration.ofSeconds(30).toNanos();

  /** After this time without a byte a request that is given up makes the whole doubtful. */
  private static final long SILENT_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long the backend may leave unread what it has answered already. */
  private static final long REST_NANOS = Duration.ofSeconds(30).toNanos();

  /** Within which a head, before whose end no other stream can go on, has to be whole. */
  private static final long HEAD_NANOS = Duration.ofSeconds(10).toNanos();

  private static final long CLOSE_MILLIS = 500;

  private final Channel channel;
  private final ContextInternal context;
  private final LongSupplier nanoTime;
  private final Http2Calls calls;
  private final FrameScan scan = FrameScan.ofBackend();
  private Runnable changed = () -> {};
  private boolean retired;
  private boolean heldUp;
  private int cancels;
  private long cancelsSince;
  private long heard;
  private long window;
  private long controlBefore;
  private long sentBefore;

  Http2Carrier(Channel channel, ContextInternal context, int headerBytes, LongSupplier nanoTime) {
    this.channel = channel;
    this.context = context;
    this.nanoTime = nanoTime;
    this.heard = nanoTime.getAsLong();
    this.window = heard;
    this.cancelsSince = heard;
    this.calls =
        Http2HandlerBuilder.client(
            headerBytes,
            (decoder, encoder, initial) -> new Http2Calls(decoder, encoder, initial, this));
  }

  Http2Calls calls() {
    return calls;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      heard = nanoTime.getAsLong();
      scan.read(bytes, heard);
    }
    ctx.fireChannelRead(message);
    countControl();
  }

  private void countControl() {
    if (heard - window > TimeUnit.SECONDS.toNanos(1)) {
      window = heard;
      controlBefore = scan.control();
      sentBefore = calls.sent();
    }
    long cause = CONTROL_FRAMES_PER_PART * (calls.sent() - sentBefore);
    if (scan.control() - controlBefore > CONTROL_FRAMES + cause) {
      calls.end("more control frames than there is cause for");
    }
  }

  @Override
  public boolean usable(boolean surely) {
    return Aliveness.of(channel, surely);
  }

  @Override
  public boolean hasRoom() {
    return takesMore() && calls.hasRoom();
  }

  @Override
  public boolean worn() {
    return heldUp || cancels >= CANCELS;
  }

  @Override
  public boolean takesMore() {
    return !retired && channel.isActive() && calls.takesMore();
  }

  @Override
  public int running() {
    return calls.running();
  }

  @Override
  public UpstreamConnection begin() {
    return new Http2Exchange(calls, this, nanoTime.getAsLong());
  }

  @Override
  public void onChange(Runnable then) {
    changed = then;
  }

  @Override
  public void retire() {
    retired = true;
    closeIfDone();
  }

  private void closeIfDone() {
    if (retired && running() == 0) {
      close();
    }
  }

  /** With a word of farewell, if the backend has read what was sent before. */
  @Override
  public void close() {
    retired = true;
    if (running() > 0) {
      Backlog.drop(channel);
    } else {
      Backlog.end(channel);
    }
  }

  @Override
  public void sweep() {
    long now = nanoTime.getAsLong();
    boolean worn = worn();
    heldUp = calls.isHeldUp();
    if (now - cancelsSince > CANCEL_NANOS) {
      cancelsSince = now;
      cancels = 0;
    }
    if (worn && !worn()) {
      changed.run();
    }
    if (scan.inHead() && now - scan.since() > HEAD_NANOS) {
      calls.end("a head that doesn't come to its end");
    }
    if (running() > 0) {
      for (Http2Stream stream : calls.streams()) {
        Http2Exchange exchange = calls.exchangeOf(stream);
        if (exchange != null) {
          exchange.sweep(now, REST_NANOS);
        }
      }
    }
  }

  @Override
  public void cancelled(Http2Exchange exchange) {
    cancels++;
    retired |=
        heard - exchange.begun() < 0 && nanoTime.getAsLong() - exchange.begun() > SILENT_NANOS;
  }

  @Override
  public void allowed() {
    changed.run();
  }

  @Override
  public void goneAway() {
    retired = true;
    channel.eventLoop().execute(() -> context.dispatch(this::settle));
  }

  private void settle() {
    closeIfDone();
    changed.run();
  }

  /** Later, so that whoever ended it comes to his own end first. */
  @Override
  public void ended() {
    channel.eventLoop().execute(() -> context.dispatch(this::settle));
  }

  @Override
  public void broken() {
    retired = true;
    var _ =
        channel
            .eventLoop()
            .schedule(() -> Backlog.drop(channel), CLOSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
