package dev.gatehouse.operator.source;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names and values of header fields (RFC 9110, section 5). */
final class HeaderNames {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

  /** They frame the message or say where it came from, so the proxy alone decides on them. */
  private static final Set<String> OURS =
      Set.of(
          "connection",
          "content-length",
          "forwarded",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto");

  private HeaderNames() {}

  /** In lower case, as a condition may name it. */
  static String read(String name, Problems at) {
    if (name == null || !TOKEN.matcher(name).matches()) {
      at.add("\"" + name + "\" is no header name; use letters, digits and hyphens");
    }
    return String.valueOf(name).toLowerCase(Locale.ROOT);
  }

  /** In lower case, as a filter may change it. */
  static String editable(String name, Problems at) {
    String read = read(name, at);
    if (OURS.contains(read)) {
      at.add(
          read.equals("host")
              ? "use a URLRewrite filter's hostname to change the host"
              : "\"" + read + "\" is written by the gateway alone; remove it here");
    }
    return read;
  }

  static String value(String value, Problems at) {
    if (value == null) {
      at.add("is missing; write the field's value");
      return "";
    }
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      at.add("holds a control character; remove it");
    }
    return value;
  }
}
