package dev.gatehouse.dataplane.proxy;

import java.net.InetAddress;
import java.util.function.IntPredicate;

/** The small grammars of RFC 9110 and 3986 that the head checks need. */
public final class HttpText {
  private HttpText() {}

  /** RFC 9110, section 5.6.2. */
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** One of those that a token is made of. */
  public static boolean isTokenCharacter(char c) {
    return isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** A loop rather than a stream, since the text is a host's or a port's, of every request. */
  private static boolean all(String text, IntPredicate which) {
    for (int i = 0; i < text.length(); i++) {
      if (!which.test(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Digits that fit a signed 64-bit number. */
  public static boolean isLength(String text) {
    if (text.isEmpty() || text.length() > 18) {
      return false;
    }
    return all(text, HttpText::isDigit);
  }

  /** A host in lower case with an optional port; no user information. */
  static boolean isAuthority(String text) {
    int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
    String host = hostEnd < 0 ? text : text.substring(0, hostEnd);
    String port = hostEnd < 0 ? "" : text.substring(hostEnd);
    boolean hostFits = host.startsWith("[") ? isIpv6(host) : isName(host);
    return hostFits && host.length() <= 255 && (port.isEmpty() || isPort(port));
  }

  private static boolean isPort(String text) {
    if (text.charAt(0) != ':' || text.length() < 2 || text.length() > 6) {
      return false;
    }
    String digits = text.substring(1);
    return all(digits, HttpText::isDigit) && Integer.parseInt(digits) <= 65535;
  }

  private static boolean isName(String host) {
    return !host.isEmpty()
        && all(host, c -> isAlphanumeric((char) c) || c == '-' || c == '.' || c == '_');
  }

  private static boolean isIpv6(String host) {
    String inside = host.substring(1, Math.max(1, host.length() - 1));
    return inside.indexOf(':') >= 0
        && all(inside, c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')
        && isAddress(inside);
  }

  /** An IPv4 or IPv6 address as it is written down; never asks DNS. */
  static boolean isAddress(String text) {
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
