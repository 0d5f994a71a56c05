package dev.gatehouse.cli.run;

import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Commands that try rules. */
final class CurlLines {
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

  private CurlLines() {}

  /**
   * A command whose request the rule's first match takes, unless another rule goes before it; none
   * where that would have to be guessed from a regular expression.
   */
  static Optional<String> of(RouteRule rule, int port) {
    RequestMatch match = rule.matches().getFirst();
    if (guesses(match)) {
      return Optional.empty();
    }
    var words = new ArrayList<String>();
    words.add("curl");
    if (match.method() != null && !match.method().equals("GET")) {
      words.add("-X " + match.method());
    }
    String hostname = rule.hostnames().getFirst();
    if (!hostname.equals("*")) {
      words.add(quoted("-H", "Host: " + hostname.replace("*", "any")));
    }
    match.headers().forEach(h -> words.add(quoted("-H", h.name() + ": " + h.value())));
    match.cookies().forEach(c -> words.add(quoted("-b", c.name() + "=" + c.value())));
    String url = "http://localhost:" + port + path(match.path()) + query(match.queryParams());
    words.add(url.matches("[\\w:/.%-]+") ? url : "'" + url + "'");
    return Optional.of(String.join(" ", words));
  }

  private static boolean guesses(RequestMatch match) {
    return match.path() instanceof PathMatch.Regex
        || hasRegex(match.headers())
        || hasRegex(match.queryParams())
        || hasRegex(match.cookies());
  }

  private static boolean hasRegex(List<ValueMatch> values) {
    return values.stream().anyMatch(value -> value instanceof ValueMatch.Regex);
  }

  private static String path(PathMatch path) {
    return path instanceof PathMatch.Template(String value)
        ? VARIABLE.matcher(value).replaceAll("1")
        : path.value();
  }

  private static String query(List<ValueMatch> values) {
    var query = new StringBuilder();
    for (ValueMatch value : values) {
      query.append(query.isEmpty() ? '?' : '&').append(value.name()).append('=');
      query.append(value.value());
    }
    return query.toString();
  }

  private static String quoted(String option, String value) {
    return option + " '" + value.replace("'", "'\\''") + "'";
  }
}
