package dev.gatehouse.dataplane.filter;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Keeps paths that are put together from parts within what their author wrote. */
final class SafePath {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String IN_SEGMENT = "-._~!$&'()*+,;=:@";
  private static final String PLAIN = IN_SEGMENT + "/%";

  private SafePath() {}

  /**
   * The path with doubled slashes merged and characters encoded that a path can't hold; null if a
   * segment of it could lead a backend upwards, be it disguised by percent-encoding or by
   * parameters: {@code ..}, {@code %2e%2e}, {@code ..%2f}, {@code ..;x}.
   */
  static @Nullable String of(String path) {
    String merged = merged(path);
    return climbs(merged) ? null : merged;
  }

  private static String merged(String path) {
    String encoded = encoded(path);
    var text = new StringBuilder(encoded.length() + 1).append('/');
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c != '/' || text.charAt(text.length() - 1) != '/') {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** A path with what it can't hold encoded, line ends and spaces among it. */
  static String encoded(String path) {
    return encoded(path, PLAIN);
  }

  /** A query with what it can't hold encoded. */
  static String query(String query) {
    return encoded(query, PLAIN + "?");
  }

  /** A value as one segment of a path, everything encoded that means anything there. */
  static String segment(String value) {
    return encoded(value, IN_SEGMENT);
  }

  private static String encoded(String text, String plain) {
    var encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isLetterOrDigit(c) || plain.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean climbs(String path) {
    if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
      return false;
    }
    for (String segment : decodedOnce(path).split("[/\\\\]", -1)) {
      int parameters = segment.indexOf(';');
      String name = parameters < 0 ? segment : segment.substring(0, parameters);
      if (name.equals(".") || name.equals("..")) {
        return true;
      }
    }
    return false;
  }

  /** Only ASCII matters here, so bytes above it stand for themselves. */
  private static String decodedOnce(String path) {
    var text = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%' && i + 2 < path.length()) {
        int high = Character.digit(path.charAt(i + 1), 16);
        int low = Character.digit(path.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          c = (char) (high * 16 + low);
          i += 2;
        }
      }
      text.append(c);
    }
    return text.toString();
  }
}
