package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.BodySink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message of HTTP/1.1 on its way: its head, which goes out with the beginning of its body. */
final class Http1Sink implements BodySink {
  private static final ByteBuf LINE_END = constant("\r\n");
  private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

  /** Whose message it is. */
  interface Owner {
    /** Whether its receiver wants fields after the body. */
    boolean takesTrailers();

    /** Told once, of the last byte's way to the socket. */
    void ended(ChannelFuture toTheSocket);
  }

  private final Outlet outlet;
  private final HeadWriter heads;
  private final boolean chunked;
  private final Owner owner;
  private @Nullable ByteBuf head;
  private @Nullable Headers trailers;
  private long remaining;
  private boolean ended;

  /**
   * Takes over the message.
   *
   * @param head not sent yet
   * @param length of the body, 0 if there is none, -1 if it isn't known beforehand
   * @param chunked whether what has no length is framed; else it ends with the connection
   */
  Http1Sink(
      Outlet outlet, HeadWriter heads, ByteBuf head, long length, boolean chunked, Owner owner) {
    this.outlet = outlet;
    this.heads = heads;
    this.head = head;
    this.remaining = length;
    this.chunked = chunked;
    this.owner = owner;
  }

  /** What of the body comes together with the head goes out with it; but a head never waits. */
  void sendHeadSoon() {
    outlet.later(this::sendHead);
  }

  private void sendHead() {
    ByteBuf waiting = head;
    if (waiting != null) {
      head = null;
      var _ = outlet.flush(waiting);
    }
  }

  @Override
  public void write(Buffer chunk) {
    if (remaining == 0 || ended || chunk.length() == 0) {
      return;
    }
    if (remaining > 0 && chunk.length() > remaining) {
      throw new IllegalStateException("more of a body than its head announced");
    }
    boolean last = remaining == chunk.length();
    if (remaining > 0) {
      remaining -= chunk.length();
    }
    if (chunked) {
      writeChunk(chunk);
    } else if (last) {
      finish(behind(takeHead(), chunk));
    } else {
      var _ = outlet.write(behind(takeHead(), chunk));
    }
  }

  private void writeChunk(Buffer chunk) {
    String size = Integer.toHexString(chunk.length()) + "\r\n";
    ByteBuf before = takeHead();
    ByteBuf prefix = before == null ? outlet.channel().alloc().directBuffer(size.length()) : before;
    prefix.writeCharSequence(size, StandardCharsets.US_ASCII);
    if (chunk.length() <= ReadBytes.SMALL) {
      ReadBytes.append(chunk, prefix);
      var _ = outlet.write(prefix.writeBytes(LINE_END.duplicate()));
    } else {
      var _ = outlet.write(prefix);
      var _ = outlet.write(ReadBytes.keep(chunk));
      var _ = outlet.write(LINE_END.duplicate());
    }
  }

  private @Nullable ByteBuf takeHead() {
    ByteBuf waiting = head;
    head = null;
    return waiting;
  }

  /** One buffer of both, or the chunk alone once the head is on its way. */
  private ByteBuf behind(@Nullable ByteBuf before, Buffer chunk) {
    if (before == null) {
      return ReadBytes.keep(chunk);
    }
    if (chunk.length() <= ReadBytes.SMALL) {
      ReadBytes.append(chunk, before);
      return before;
    }
    var _ = outlet.write(before);
    return ReadBytes.keep(chunk);
  }

  @Override
  public boolean full() {
    return !ended && outlet.full();
  }

  @Override
  public void onDrained(Runnable then) {
    outlet.onDrained(then);
  }

  @Override
  public void trailers(Headers fields) {
    if (chunked && owner.takesTrailers()) {
      trailers = fields;
    }
  }

  @Override
  public void end() {
    if (ended) {
      return;
    }
    ByteBuf before = takeHead();
    Headers fields = trailers;
    if (!chunked) {
      finish(before == null ? Unpooled.EMPTY_BUFFER : before);
    } else if (fields == null) {
      ByteBuf last = LAST_CHUNK.duplicate();
      finish(before == null ? last : before.writeBytes(last));
    } else {
      if (before != null) {
        var _ = outlet.write(before);
      }
      finish(heads.lastChunk(outlet.channel().alloc(), fields));
    }
  }

  private void finish(ByteBuf last) {
    ended = true;
    owner.ended(outlet.flush(last));
  }

  private static ByteBuf constant(String text) {
    return Unpooled.unreleasableBuffer(
        Unpooled.directBuffer(text.length())
            .writeBytes(text.getBytes(StandardCharsets.US_ASCII))
            .asReadOnly());
  }
}
