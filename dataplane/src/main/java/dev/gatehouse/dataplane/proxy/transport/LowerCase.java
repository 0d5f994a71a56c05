package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import java.util.Locale;
import java.util.Map;

/** Copies fields out of the maps of Netty, names in lower case. */
final class LowerCase {
  private LowerCase() {}

  static Headers copy(Iterable<Map.Entry<String, String>> fields) {
    var headers = new Headers(16);
    for (Map.Entry<String, String> field : fields) {
      headers.add(field.getKey().toLowerCase(Locale.ROOT), field.getValue().strip());
    }
    return headers;
  }
}
