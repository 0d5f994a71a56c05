package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject.NamespaceObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which host names the routes of a namespace may claim. A namespace that says nothing may claim
 * all; one that says something, only those.
 *
 * @param patterns hosts, wildcards like {@code *.shop.example} for everything below a name, or
 *     {@code *}; null for all
 */
record AllowedHostnames(@Nullable List<String> patterns) {
  static final String ANNOTATION = "gatehouse.dev/allowed-hostnames";

  static AllowedHostnames of(ClusterView view, String namespace) {
    String written =
        view.get(new ObjectKey("Namespace", "", namespace)) instanceof NamespaceObject found
            ? found.annotations().get(ANNOTATION)
            : null;
    return new AllowedHostnames(
        written == null
            ? null
            : Arrays.stream(written.split(",", -1))
                .map(pattern -> pattern.strip().toLowerCase(Locale.ROOT))
                .filter(pattern -> !pattern.isEmpty())
                .toList());
  }

  /** One finding for each host name that may not be claimed. */
  List<Finding> findings(String namespace, List<String> hostnames) {
    Stream<String> refused = hostnames.stream().filter(host -> !allows(host));
    return refused
        .map(
            host ->
                new Finding(
                    Finding.HOSTNAME_NOT_ALLOWED,
                    (host.equals("*") ? "every host" : host)
                        + " is not among the host names that namespace "
                        + namespace
                        + " allows its routes ("
                        + ANNOTATION
                        + ": "
                        + String.join(", ", patterns == null ? List.of() : patterns)
                        + ")",
                    "spec.hostnames"))
        .toList();
  }

  private boolean allows(String host) {
    return patterns == null || patterns.stream().anyMatch(pattern -> covers(pattern, host));
  }

  private static boolean covers(String pattern, String host) {
    return pattern.equals("*")
        || pattern.equals(host)
        || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
  }
}
