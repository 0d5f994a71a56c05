package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import java.util.Locale;
import java.util.Set;

/** Removes what is meant for the next hop alone (RFC 9110, section 7.6.1). */
public final class HopByHop {
  private static final Set<String> FIELDS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private HopByHop() {}

  /**
   * Also drops names with an underscore or a dot: servers that make variables of names take them
   * for hyphens, so that such a field could pass for one that the gateway sets or removes.
   */
  static void removeFromRequest(Headers headers) {
    boolean trailers = lists(headers, "te", "trailers");
    removeFrom(headers);
    int i = 0;
    while (i < headers.size()) {
      String name = headers.nameAt(i);
      if (passesForAnother(name)) {
        headers.remove(name);
      } else {
        i++;
      }
    }
    if (trailers) {
      headers.add("te", "trailers");
    }
  }

  /** Whether a request's field of this name, in lower case, gets as far as matches and backends. */
  public static boolean isPassedOn(String name) {
    return !FIELDS.contains(name) && !passesForAnother(name);
  }

  private static boolean passesForAnother(String name) {
    return name.indexOf('_') >= 0 || name.indexOf('.') >= 0;
  }

  /** Whether the sender wants the connection to end after this exchange. */
  public static boolean closes(Headers headers) {
    return lists(headers, "connection", "close");
  }

  /** Whether the sender, of HTTP/1.0, wants the connection to go on after this exchange. */
  public static boolean keepsAlive(Headers headers) {
    return lists(headers, "connection", "keep-alive");
  }

  /** Whether a field that is a list of tokens has this one, in any case. */
  static boolean lists(Headers headers, String name, String wanted) {
    for (String members : headers.getAll(name)) {
      for (String member : members.split(",", -1)) {
        if (member.strip().equalsIgnoreCase(wanted)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What Connection names goes too, but never what frames or routes the message. */
  static void removeFrom(Headers headers) {
    for (String options : headers.getAll("connection")) {
      for (String option : options.split(",", -1)) {
        String name = option.strip().toLowerCase(Locale.ROOT);
        if (!name.equals("content-length") && !name.equals("host")) {
          headers.remove(name);
        }
      }
    }
    int i = 0;
    while (i < headers.size()) {
      String name = headers.nameAt(i);
      if (FIELDS.contains(name)) {
        headers.remove(name);
      } else {
        i++;
      }
    }
  }
}
