package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.HttpText;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpUtil;

/**
 * Looks at what frames a chunked body for what Netty mends in silence: sizes of more than 16
 * digits, anything but well-formed extensions after them, blanks included, and folded trailers or
 * control characters in those that it drops (RFC 9112, sections 5.2, 7.1 and 7.1.2). The data is
 * skipped, and its line ends and lengths are Netty's to check.
 */
final class ChunkScan {
  private static final int MAX_DIGITS = 16;
  private static final int LINE_END = 2;

  private enum At {
    SIZE,
    NAME_START,
    NAME,
    VALUE_START,
    VALUE,
    QUOTED,
    ESCAPED,
    QUOTE_END,
    LINE_END,
    TRAILER_START,
    TRAILER,
    TRAILER_END
  }

  private boolean chunked;
  private At at = At.SIZE;
  private boolean bad;
  private int digits;
  private long size;

  /** Of a chunk and its line end, what is still to come. */
  private long unread;

  /** Before the first byte of a message's body, which is looked at only if it is chunked. */
  void begin(HttpMessage head) {
    chunked = HttpUtil.isTransferEncodingChunked(head);
    at = At.SIZE;
    bad = false;
    digits = 0;
    size = 0;
    unread = 0;
  }

  boolean isBad() {
    return bad;
  }

  /** Takes the next bytes of the body, those from one index of the buffer up to another. */
  void scan(ByteBuf buffer, int from, int to) {
    if (!chunked) {
      return;
    }
    int index = from;
    while (index < to && !bad) {
      if (unread > 0) {
        int skipped = (int) Math.min(unread, to - index);
        unread -= skipped;
        index += skipped;
      } else {
        at = after(buffer.getByte(index++));
      }
    }
  }

  private At after(byte value) {
    return switch (at) {
      case SIZE -> afterSize(value);
      case NAME_START -> isToken(value) ? At.NAME : bad();
      case NAME -> isToken(value) ? At.NAME : value == '=' ? At.VALUE_START : afterValue(value);
      case VALUE_START -> isToken(value) ? At.VALUE : value == '"' ? At.QUOTED : bad();
      case VALUE -> isToken(value) ? At.VALUE : afterValue(value);
      case QUOTED -> value == '"' ? At.QUOTE_END : value == '\\' ? At.ESCAPED : At.QUOTED;
      case ESCAPED -> At.QUOTED;
      case QUOTE_END -> afterValue(value);
      case LINE_END -> value == '\n' ? afterSizeLine() : bad();
      case TRAILER_START -> value == ' ' || value == '\t' ? bad() : afterTrailer(value);
      case TRAILER -> afterTrailer(value);
      case TRAILER_END -> value == '\n' ? At.TRAILER_START : bad();
    };
  }

  private At afterSize(byte value) {
    int digit = Character.digit(value, 16);
    if (digit < 0 || digits == MAX_DIGITS) {
      return afterValue(value);
    }
    size = size * 16 + digit;
    digits++;
    return At.SIZE;
  }

  private At afterValue(byte value) {
    return value == ';' ? At.NAME_START : value == '\r' ? At.LINE_END : bad();
  }

  private At afterSizeLine() {
    boolean last = size == 0;
    unread = last ? 0 : size + LINE_END;
    digits = 0;
    size = 0;
    return last ? At.TRAILER_START : At.SIZE;
  }

  private At afterTrailer(byte value) {
    boolean control = (value >= 0 && value < ' ' && value != '\t') || value == 0x7f;
    return value == '\r' ? At.TRAILER_END : control ? bad() : At.TRAILER;
  }

  private At bad() {
    bad = true;
    return at;
  }

  private static boolean isToken(byte value) {
    return HttpText.isTokenCharacter((char) (value & 0xff));
  }
}
