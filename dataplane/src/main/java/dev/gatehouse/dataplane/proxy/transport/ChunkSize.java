package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.HttpText;

/**
 * The line before a chunk: a size of at most 16 digits, and extensions that mean nothing here but
 * must be well-formed, without the blanks that others may read otherwise (RFC 9112, section 7.1).
 */
final class ChunkSize {
  private static final int MAX_DIGITS = 16;

  /** Nobody has chunks of more, and there are those that count in 32 bits. */
  private static final long MAX = Integer.MAX_VALUE;

  private enum At {
    NAME_START,
    NAME,
    VALUE_START,
    VALUE,
    QUOTED,
    ESCAPED,
    QUOTE_END
  }

  private ChunkSize() {}

  /** In bytes; 0 before the trailers. */
  static long of(Line line) throws HeadFault {
    long size = 0;
    int at = 0;
    while (at < line.length() && Character.digit(line.at(at), 16) >= 0) {
      size = size << 4 | Character.digit(line.at(at), 16);
      at++;
    }
    if (at == 0 || at > MAX_DIGITS || size < 0 || size > MAX) {
      throw bad();
    }
    if (at < line.length()) {
      checkExtensions(line, at);
    }
    return size;
  }

  private static void checkExtensions(Line line, int from) throws HeadFault {
    if (line.hasControls(from, line.length(), false)) {
      throw bad();
    }
    At at = afterValue(line.at(from));
    for (int i = from + 1; i < line.length(); i++) {
      at = after(at, line.at(i));
    }
    if (at != At.NAME && at != At.VALUE && at != At.QUOTE_END) {
      throw bad();
    }
  }

  private static At after(At at, byte value) throws HeadFault {
    return switch (at) {
      case NAME_START -> isToken(value) ? At.NAME : refused();
      case NAME -> isToken(value) ? At.NAME : value == '=' ? At.VALUE_START : afterValue(value);
      case VALUE_START -> isToken(value) ? At.VALUE : value == '"' ? At.QUOTED : refused();
      case VALUE -> isToken(value) ? At.VALUE : afterValue(value);
      case QUOTED -> value == '"' ? At.QUOTE_END : value == '\\' ? At.ESCAPED : At.QUOTED;
      case ESCAPED -> At.QUOTED;
      case QUOTE_END -> afterValue(value);
    };
  }

  private static At afterValue(byte value) throws HeadFault {
    return value == ';' ? At.NAME_START : refused();
  }

  private static At refused() throws HeadFault {
    throw bad();
  }

  private static HeadFault bad() {
    return new HeadFault("a chunk's size that can't be read");
  }

  private static boolean isToken(byte value) {
    return HttpText.isTokenCharacter((char) (value & 0xff));
  }
}
