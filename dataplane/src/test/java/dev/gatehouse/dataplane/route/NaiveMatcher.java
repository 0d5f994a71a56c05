package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.Precedence;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What routing means, with no thought of speed: sort everything, take the first that matches. */
final class NaiveMatcher {
  private final List<RouteRule> rules;

  NaiveMatcher(List<RouteRule> rules) {
    this.rules = rules;
  }

  @Nullable ResourceId winner(RequestHead head) {
    String decides = null;
    for (RouteRule rule : rules) {
      for (String hostname : rule.hostnames()) {
        if (covers(hostname, head.host())
            && (decides == null || specificity(hostname) > specificity(decides))) {
          decides = hostname;
        }
      }
    }
    var candidates = new ArrayList<Precedence.Candidate>();
    for (RouteRule rule : rules) {
      if (decides != null && rule.hostnames().contains(decides)) {
        rule.matches().forEach(match -> candidates.add(new Precedence.Candidate(rule, match)));
      }
    }
    candidates.sort(
        Precedence.ORDER.thenComparing(
            candidate -> candidate.rule().id(), Comparator.naturalOrder()));
    return candidates.stream()
        .filter(candidate -> matches(candidate.match(), head))
        .map(candidate -> candidate.rule().id())
        .findFirst()
        .orElse(null);
  }

  private static boolean covers(String hostname, String host) {
    return hostname.equals("*")
        || hostname.equals(host)
        || (hostname.startsWith("*.")
            && host.endsWith(hostname.substring(1))
            && host.length() > hostname.length() - 1);
  }

  private static int specificity(String hostname) {
    return hostname.equals("*") ? 0 : hostname.length() + (hostname.startsWith("*") ? 0 : 1000);
  }

  private static boolean matches(RequestMatch match, RequestHead head) {
    return path(match.path(), head.path())
        && (match.method() == null || match.method().equals(head.method()))
        && match.headers().stream().allMatch(header -> value(header, head));
  }

  private static boolean value(ValueMatch want, RequestHead head) {
    String got = head.headers().get(want.name());
    return got != null
        && switch (want) {
          case ValueMatch.Exact exact -> exact.value().equals(got);
          case ValueMatch.Regex regex -> Pattern.matches(regex.value(), got);
        };
  }

  private static boolean path(PathMatch want, String path) {
    return switch (want) {
      case PathMatch.Exact(String value) -> value.equals(path);
      case PathMatch.Regex(String value) -> Pattern.matches(value, path);
      case PathMatch.Prefix(String value) -> {
        String trimmed = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
        yield (path + "/").startsWith(trimmed + "/");
      }
      case PathMatch.Template(String value) ->
          Pattern.matches(value.replace(".", "\\.").replaceAll("\\{[^}]*}", "[^/]+"), path);
    };
  }
}
