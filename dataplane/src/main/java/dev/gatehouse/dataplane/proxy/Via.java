package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;

/** Says in {@code Via} that a message came through here (RFC 9110, section 7.6.3). */
record Via(String pseudonym) {
  /** Whether it came through here before. */
  boolean isIn(Headers headers) {
    for (String line : headers.getAll("via")) {
      for (String hop : line.split(",", -1)) {
        String[] parts = hop.strip().split("[ \t]+", 3);
        if (parts.length > 1 && parts[1].equalsIgnoreCase(pseudonym)) {
          return true;
        }
      }
    }
    return false;
  }

  void addTo(Headers headers, String version) {
    headers.append("via", version.substring(version.indexOf('/') + 1) + " " + pseudonym);
  }
}
