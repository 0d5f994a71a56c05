package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;

/** Copies fields out of Vert.x's map, names in lower case. */
final class LowerCase {
  private LowerCase() {}

  static Headers copy(MultiMap fields) {
    var headers = new Headers(16);
    for (Map.Entry<String, String> field : fields) {
      headers.add(field.getKey().toLowerCase(Locale.ROOT), field.getValue().strip());
    }
    return headers;
  }
}
