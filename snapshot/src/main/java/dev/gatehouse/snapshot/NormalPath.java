package dev.gatehouse.snapshot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The one form of a path in which routes are written down, requests matched, and paths forwarded,
 * as RFC 3986, section 6.2.2 has it: percent-encoding in capitals and only where it means
 * something, slashes merged, then dot segments resolved. Operator and data plane share it, so that
 * no route can be spelt in a way that its requests never have.
 *
 * <p>What is encoded and reserved stays so: {@code %2F} and {@code %5C} never separate segments.
 */
public final class NormalPath {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private NormalPath() {}

  /**
   * The normal form of a path that starts with a slash; the same instance where it is that already.
   *
   * @return null for what backends are known to read differently: {@code ..;}, an encoded NUL, a
   *     percent sign without two hex digits
   */
  public static @Nullable String of(String path) {
    String encoded = withNormalEncoding(path);
    if (encoded == null || (!encoded.contains("/.") && !encoded.contains("//"))) {
      return encoded;
    }
    Deque<String> kept = new ArrayDeque<>();
    boolean directory = false;
    for (String segment : encoded.substring(1).split("/", -1)) {
      if (segment.startsWith("..;") || segment.startsWith(".;")) {
        return null;
      }
      directory = segment.isEmpty() || segment.equals(".") || segment.equals("..");
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!directory) {
        kept.addLast(segment);
      }
    }
    String joined = "/" + String.join("/", kept);
    return directory && joined.length() > 1 ? joined + "/" : joined;
  }

  /**
   * The text with every percent-encoding in its one form: none for letters, digits and {@code -._~}
   * (unreserved, RFC 3986, section 2.3), capital hex digits for the rest.
   *
   * @return null where a percent sign has no two hex digits, or they stand for NUL
   */
  public static @Nullable String withNormalEncoding(String text) {
    int at = text.indexOf('%');
    if (at < 0) {
      return text;
    }
    var normal = new StringBuilder(text.length());
    int copied = 0;
    for (; at >= 0; at = text.indexOf('%', at + 1)) {
      int decoded = decoded(text, at);
      if (decoded <= 0) {
        return null;
      }
      normal.append(text, copied, at);
      if (isUnreserved((char) decoded)) {
        normal.append((char) decoded);
      } else {
        normal.append('%').append(HEX.toHexDigits((byte) decoded));
      }
      copied = at + 3;
    }
    normal.append(text, copied, text.length());
    return normal.length() == text.length() && text.contentEquals(normal)
        ? text
        : normal.toString();
  }

  /** The byte that is encoded there; -1 if none is. */
  private static int decoded(String text, int percent) {
    if (percent + 2 >= text.length()
        || !HexFormat.isHexDigit(text.charAt(percent + 1))
        || !HexFormat.isHexDigit(text.charAt(percent + 2))) {
      return -1;
    }
    return HexFormat.fromHexDigits(text, percent + 1, percent + 3);
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
