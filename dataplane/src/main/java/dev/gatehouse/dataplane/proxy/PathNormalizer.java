package dev.gatehouse.dataplane.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes a path the one that is matched, authorised and forwarded: slashes merged, then dot segments
 * resolved (RFC 3986, section 5.2.4; {@code %2e} counts as a dot). Whatever else is encoded stays
 * so: {@code %2f} and {@code %5c} never separate segments.
 */
public final class PathNormalizer {
  private PathNormalizer() {}

  /**
   * The normal form of a path that starts with a slash.
   *
   * @return null for what backends are known to read differently: {@code ..;}, an encoded NUL, a
   *     percent sign without two hex digits
   */
  public static @Nullable String normalize(String path) {
    if (!isEncodedWell(path)) {
      return null;
    }
    if (!path.contains("/.") && !path.contains("//") && !containsDot(path)) {
      return path;
    }
    Deque<String> kept = new ArrayDeque<>();
    boolean directory = false;
    for (String segment : path.substring(1).split("/", -1)) {
      String plain = withoutEncodedDots(segment);
      if (plain.startsWith("..;") || plain.startsWith(".;")) {
        return null;
      }
      directory = segment.isEmpty() || plain.equals(".") || plain.equals("..");
      if (plain.equals("..")) {
        kept.pollLast();
      } else if (!directory) {
        kept.addLast(segment);
      }
    }
    String joined = "/" + String.join("/", kept);
    return directory && joined.length() > 1 ? joined + "/" : joined;
  }

  private static boolean containsDot(String path) {
    int at = path.indexOf("%2");
    while (at >= 0) {
      if (at + 2 < path.length() && (path.charAt(at + 2) | 0x20) == 'e') {
        return true;
      }
      at = path.indexOf("%2", at + 1);
    }
    return false;
  }

  private static String withoutEncodedDots(String segment) {
    return segment.indexOf('%') < 0 ? segment : segment.replace("%2e", ".").replace("%2E", ".");
  }

  private static boolean isEncodedWell(String path) {
    for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
      if (at + 2 >= path.length()
          || Character.digit(path.charAt(at + 1), 16) < 0
          || Character.digit(path.charAt(at + 2), 16) < 0
          || path.startsWith("00", at + 1)) {
        return false;
      }
    }
    return true;
  }
}
