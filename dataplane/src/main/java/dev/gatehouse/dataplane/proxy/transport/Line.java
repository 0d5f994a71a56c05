package dev.gatehouse.dataplane.proxy.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.HttpText;
import io.netty.buffer.ByteBuf;

/**
 * One line of a head, without its end. A copy in an array, where a byte costs the least to look at.
 * Serves all connections of one event loop. Not thread-safe.
 */
final class Line {
  /** By byte: what it is in lower case where a name may have it, else 0. */
  private static final byte[] IN_NAME = new byte[256];

  static {
    for (int c = 0; c < 128; c++) {
      IN_NAME[c] = HttpText.isTokenCharacter((char) c) ? (byte) Character.toLowerCase(c) : 0;
    }
  }

  /** Whether a field's name may have it. */
  static boolean isInName(char c) {
    return c < IN_NAME.length && IN_NAME[c] != 0;
  }

  private byte[] bytes = new byte[1024];
  private int length;

  /** Becomes a copy of so many bytes. */
  void copy(ByteBuf buffer, int from, int size) {
    if (size > bytes.length) {
      bytes = new byte[Math.max(size, 2 * bytes.length)];
    }
    buffer.getBytes(from, bytes, 0, size);
    length = size;
  }

  int length() {
    return length;
  }

  boolean isEmpty() {
    return length == 0;
  }

  byte at(int index) {
    return bytes[index];
  }

  /** Loses the carriage return at its end; false if it has none. */
  boolean dropCarriageReturn() {
    boolean found = length > 0 && bytes[length - 1] == '\r';
    length -= found ? 1 : 0;
    return found;
  }

  /** Where the next of these is; its length if there is none. */
  int next(char wanted, int from) {
    int at = from;
    while (at < length && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  String text(int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  /** Whether it is this text, of ASCII, from there to there. */
  boolean is(String text, int from, int to) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] != text.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is a control character, from there to there, other than a tab that passes. */
  boolean hasControls(int from, int to, boolean tabsPass) {
    for (int i = from; i < to; i++) {
      byte value = bytes[i];
      if ((value >= 0 && value < ' ' && !(tabsPass && value == '\t')) || value == 0x7f) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds the field that it is, its name in lower case and its value without blanks around it (RFC
   * 9112, section 5). One that goes on with the line before it is none.
   *
   * @param blankBeforeColon whether that is overlooked (RFC 9112, section 5.1, has a proxy do so in
   *     answers)
   */
  void addField(Headers to, boolean blankBeforeColon) throws HeadFault {
    int hash = 0;
    int nameEnd = 0;
    while (nameEnd < length) {
      byte lower = IN_NAME[bytes[nameEnd] & 0xff];
      if (lower == 0) {
        break;
      }
      bytes[nameEnd++] = lower;
      hash = 31 * hash + lower;
    }
    int colon = nameEnd;
    while (blankBeforeColon && colon < length && isBlank(bytes[colon])) {
      colon++;
    }
    if (nameEnd == 0 || colon == length || bytes[colon] != ':') {
      throw new HeadFault("a line that is no field");
    }
    to.add(FieldNames.of(bytes, nameEnd, hash), value(colon + 1));
  }

  private String value(int begin) throws HeadFault {
    int from = begin;
    int to = length;
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (from < to && isBlank(bytes[to - 1])) {
      to--;
    }
    if (hasControls(from, to, true)) {
      throw new HeadFault("a control character in a field's value");
    }
    return text(from, to);
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\t';
  }
}
