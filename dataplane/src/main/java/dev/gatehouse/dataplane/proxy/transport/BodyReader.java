package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.BodyFraming;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Takes bodies out of what a connection brings, as their framing says: buffers, and a {@link
 * BodyEnd}.
 */
final class BodyReader {
  private enum At {
    OVER,
    LENGTH,
    UNTIL_CLOSE,
    SIZE,
    CHUNK,
    CHUNK_CR,
    CHUNK_LF,
    TRAILERS
  }

  private final HeadLines lines;
  private final HeadLimits limits;
  private At at = At.OVER;

  /** Of the body, or of the chunk. */
  private long left;

  private Headers trailers = new Headers(1);

  /** Makes one within limits, which are those of the heads before. */
  BodyReader(HeadLines lines, HeadLimits limits) {
    this.lines = lines;
    this.limits = limits;
  }

  /** A head has come to its end. */
  void begin(BodyFraming framing) {
    at =
        switch (framing) {
          case BodyFraming.None _, BodyFraming.Refused _ -> At.OVER;
          case BodyFraming.Length(long bytes) -> {
            left = bytes;
            yield At.LENGTH;
          }
          case BodyFraming.UntilClose _ -> At.UNTIL_CLOSE;
          case BodyFraming.Chunked _ -> {
            sizeLine();
            yield At.SIZE;
          }
        };
  }

  boolean isOver() {
    return at == At.OVER;
  }

  /** The connection has ended; whether that is the end of the body, too. */
  boolean endsWithConnection() {
    return at == At.UNTIL_CLOSE;
  }

  /** Takes what has come of it. */
  void read(ByteBuf buffer, List<Object> out) throws HeadFault {
    while (at != At.OVER && buffer.isReadable()) {
      int before = buffer.readableBytes();
      step(buffer, out);
      if (buffer.readableBytes() == before) {
        return;
      }
    }
  }

  private void step(ByteBuf buffer, List<Object> out) throws HeadFault {
    switch (at) {
      case OVER -> {}
      case LENGTH -> {
        data(buffer, out);
        if (left == 0) {
          at = At.OVER;
          out.add(BodyEnd.PLAIN);
        }
      }
      case UNTIL_CLOSE -> out.add(buffer.readRetainedSlice(buffer.readableBytes()));
      case SIZE -> {
        Line line = lines.next(buffer);
        if (line != null) {
          left = ChunkSize.of(line);
          at = left > 0 ? At.CHUNK : trailers();
        }
      }
      case CHUNK -> {
        data(buffer, out);
        at = left == 0 ? At.CHUNK_CR : At.CHUNK;
      }
      case CHUNK_CR -> at = expect(buffer, '\r', At.CHUNK_LF);
      case CHUNK_LF -> {
        at = expect(buffer, '\n', At.SIZE);
        sizeLine();
      }
      case TRAILERS -> trailer(buffer, out);
    }
  }

  private void data(ByteBuf buffer, List<Object> out) {
    int size = (int) Math.min(left, buffer.readableBytes());
    out.add(buffer.readRetainedSlice(size));
    left -= size;
  }

  private static At expect(ByteBuf buffer, char wanted, At then) throws HeadFault {
    if (buffer.readByte() != wanted) {
      throw new HeadFault("a chunk that doesn't end where its size says");
    }
    return then;
  }

  private void sizeLine() {
    lines.begin(limits.lineBytes());
  }

  private At trailers() {
    lines.begin(limits.fieldBytes());
    trailers = new Headers(1);
    return At.TRAILERS;
  }

  private void trailer(ByteBuf buffer, List<Object> out) throws HeadFault {
    if (lines.readFields(buffer, trailers, limits.fields(), false)) {
      at = At.OVER;
      out.add(trailers.size() == 0 ? BodyEnd.PLAIN : new BodyEnd(trailers));
    }
  }
}
