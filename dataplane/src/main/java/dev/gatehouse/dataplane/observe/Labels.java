package dev.gatehouse.dataplane.observe;

import dev.gatehouse.snapshot.ResourceId;

/**
 * How resources are named in metrics and logs. Short, since each stands in a dozen lines of a
 * scrape.
 */
final class Labels {
  static final String OTHER = "other";

  private static final String GATEWAY_ROUTE = "route/gatewayroute/";

  private Labels() {}

  /**
   * {@code namespace/route/rule}; rules of other kinds than GatewayRoute have the kind in front.
   */
  static String route(ResourceId rule) {
    String id = rule.value();
    return id.startsWith(GATEWAY_ROUTE)
        ? id.substring(GATEWAY_ROUTE.length())
        : id.substring(id.indexOf('/') + 1);
  }

  /** {@code namespace/service/port}. */
  static String backend(ResourceId upstream) {
    return upstream.value().substring(upstream.value().indexOf('/') + 1);
  }

  /** The first digit of a status; 5 where that is none of HTTP's. */
  static int statusClass(int status) {
    int first = status / 100;
    return first >= 1 && first <= 4 ? first : 5;
  }
}
