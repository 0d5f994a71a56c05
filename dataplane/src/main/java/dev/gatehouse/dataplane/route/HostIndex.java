package dev.gatehouse.dataplane.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Host tables by hostname: an exact one decides, else the wildcard with the longest suffix, else
 * {@code *}. Whatever decides, nothing less specific is asked.
 *
 * @param wildcards by suffix with its leading dot; each stands for one or more labels before it
 */
record HostIndex(
    RegionMap<HostTable> exact, RegionMap<HostTable> wildcards, @Nullable HostTable any) {
  static final HostIndex EMPTY = new HostIndex(RegionMap.empty(), RegionMap.empty(), null);

  static final String ANY = "*";

  private static final Pattern HOSTNAME =
      Pattern.compile("\\*|(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");

  /** A table and the hostname under which it was found. */
  record Found(String hostname, HostTable table) {}

  static boolean isValid(String hostname) {
    return HOSTNAME.matcher(hostname).matches() && !hostname.contains("..");
  }

  @Nullable HostTable table(String hostname) {
    if (hostname.equals(ANY)) {
      return any;
    }
    return hostname.startsWith("*.")
        ? wildcards.get(hostname, 1, hostname.length())
        : exact.get(hostname);
  }

  /** A null table takes the hostname out. */
  HostIndex with(Map<String, @Nullable HostTable> changes) {
    RegionMap<HostTable> newExact = exact;
    RegionMap<HostTable> newWildcards = wildcards;
    for (var change : changes.entrySet()) {
      String hostname = change.getKey();
      if (hostname.startsWith("*.")) {
        newWildcards = newWildcards.with(hostname.substring(1), change.getValue());
      } else if (!hostname.equals(ANY)) {
        newExact = newExact.with(hostname, change.getValue());
      }
    }
    return new HostIndex(newExact, newWildcards, changes.containsKey(ANY) ? changes.get(ANY) : any);
  }

  /** The one table that decides for that authority. */
  @Nullable HostTable find(String authority) {
    int end = hostEnd(authority);
    HostTable found = exact.get(authority, 0, end);
    for (int dot = authority.indexOf('.'); found == null && dot > 0 && dot < end; ) {
      found = wildcards.get(authority, dot, end);
      dot = authority.indexOf('.', dot + 1);
    }
    return found == null ? any : found;
  }

  /** All tables whose hostname covers that authority; the first decides. */
  List<Found> covering(String authority) {
    var covering = new ArrayList<Found>();
    String host = authority.substring(0, hostEnd(authority));
    var hostnames = new ArrayList<String>(List.of(host));
    for (int dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', dot + 1)) {
      hostnames.add("*" + host.substring(dot));
    }
    hostnames.add(ANY);
    for (String hostname : hostnames) {
      HostTable table = table(hostname);
      if (table != null) {
        covering.add(new Found(hostname, table));
      }
    }
    return covering;
  }

  /** Where the host ends: before the port, and before the dot of a fully qualified name. */
  private static int hostEnd(String authority) {
    int colon = authority.lastIndexOf(':');
    int end = colon < 0 || authority.indexOf(']', colon) > 0 ? authority.length() : colon;
    return end > 1 && authority.charAt(end - 1) == '.' ? end - 1 : end;
  }
}
