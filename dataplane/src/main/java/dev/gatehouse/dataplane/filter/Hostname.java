package dev.gatehouse.dataplane.filter;

import java.util.regex.Pattern;

/** A host that a filter puts in place of the request's. */
final class Hostname {
  private static final Pattern HOSTNAME =
      Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?(:[0-9]{1,5})?");

  private Hostname() {}

  static void check(String hostname) throws InvalidFilter {
    if (!HOSTNAME.matcher(hostname).matches()) {
      throw new InvalidFilter("\"" + hostname + "\" is not a hostname in lower case");
    }
  }
}
