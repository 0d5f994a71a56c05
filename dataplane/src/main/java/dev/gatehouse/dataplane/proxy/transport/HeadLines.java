package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a head, of trailers, or of what frames a chunk, each once it is whole and within a
 * bound on all of them. They end by a carriage return and a line feed, never by the latter alone,
 * which others may take for no end (RFC 9112, section 2.2). No byte is looked at twice for a line's
 * end, however slowly it comes.
 */
final class HeadLines {
  private final Line line;
  private int limit;
  private int status;
  private int taken;

  /** Of what can be read, so many bytes hold no line end. */
  private int searched;

  /**
   * Makes one.
   *
   * @param line where each is put
   */
  HeadLines(Line line) {
    this.line = line;
  }

  /**
   * Before the first of some lines.
   *
   * @param bytes of all of them together, at most
   */
  void begin(int bytes) {
    begin(bytes, 400);
  }

  /**
   * Before the first of some lines.
   *
   * @param bytes of all of them together, at most
   * @param tooMany the status for more, if they are a client's
   */
  void begin(int bytes, int tooMany) {
    limit = bytes;
    status = tooMany;
    taken = 0;
    searched = 0;
  }

  /** The next one; null until it is whole. It is another's as soon as the caller returns. */
  @Nullable Line next(ByteBuf buffer) throws HeadFault {
    int from = buffer.readerIndex();
    int end = buffer.indexOf(from + searched, buffer.writerIndex(), (byte) '\n');
    int size = end < 0 ? buffer.readableBytes() : end + 1 - from;
    if (size > limit - taken) {
      throw new HeadFault(status, "too long, more than " + limit + " bytes");
    }
    if (end < 0) {
      searched = size;
      return null;
    }
    line.copy(buffer, from, size - 1);
    buffer.readerIndex(end + 1);
    taken += size;
    searched = 0;
    if (!line.dropCarriageReturn()) {
      throw new HeadFault("a line that ends by a line feed alone");
    }
    return line;
  }

  /**
   * Adds the fields whose lines are whole.
   *
   * @param most that there may be
   * @param blankBeforeColon as in {@link Line#addField}
   * @return whether the empty line after the last has come
   */
  boolean readFields(ByteBuf buffer, Headers to, int most, boolean blankBeforeColon)
      throws HeadFault {
    for (Line field = next(buffer); field != null; field = next(buffer)) {
      if (field.isEmpty()) {
        return true;
      }
      if (to.size() == most) {
        throw new HeadFault(status, "more than " + most + " fields");
      }
      field.addField(to, blankBeforeColon);
    }
    return false;
  }
}
