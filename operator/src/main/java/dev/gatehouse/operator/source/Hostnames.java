package dev.gatehouse.operator.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Host names as a route writes them, to canonical ones. */
final class Hostnames {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern PRECISE = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private Hostnames() {}

  /** Every host where none is named. */
  static List<String> read(@Nullable List<String> hostnames, Problems at) {
    if (hostnames == null || hostnames.isEmpty()) {
      return List.of("*");
    }
    var read = new LinkedHashSet<String>();
    for (int i = 0; i < hostnames.size(); i++) {
      String host = String.valueOf(hostnames.get(i)).toLowerCase(Locale.ROOT);
      check(host, host.startsWith("*.") ? host.substring(2) : host, at.item(i));
      read.add(host);
    }
    return new ArrayList<>(read).stream().sorted().toList();
  }

  /** A host name without a wildcard, as redirects and rewrites take it. */
  static @Nullable String precise(@Nullable String hostname, Problems at) {
    if (hostname == null) {
      return null;
    }
    String host = hostname.toLowerCase(Locale.ROOT);
    check(host, host, at);
    return host;
  }

  private static void check(String host, String name, Problems at) {
    if (host.equals("*")) {
      at.add("leave hostnames out to match every host");
    } else if (ADDRESS.matcher(name).matches()) {
      at.add("\"" + host + "\" is an IP address; write a host name");
    } else if (name.length() > 253 || !PRECISE.matcher(name).matches()) {
      at.add(
          "\""
              + host
              + "\" is no host name; write one like api.example.com, with no scheme, port or path"
              + ", or *.example.com in hostnames");
    }
  }
}
