package dev.gatehouse.cli.explain;

import dev.gatehouse.dataplane.route.Explanation;
import dev.gatehouse.dataplane.route.Verdict;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.LoadBalancer.HashOn;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.List;

/** Conditions and verdicts in words. */
final class Phrases {
  private Phrases() {}

  static String match(RequestMatch match) {
    var text = new StringBuilder(path(match.path()));
    if (match.method() != null) {
      text.append(", method ").append(match.method());
    }
    append(text, "header", match.headers());
    append(text, "query parameter", match.queryParams());
    append(text, "cookie", match.cookies());
    return text.toString();
  }

  static String why(Explanation.Considered considered, String winner) {
    return switch (considered.verdict()) {
      case Verdict.Won _ -> "it wins";
      case Verdict.Path(_, String got) -> "the path is " + got;
      case Verdict.Method(String want, String got) ->
          "the method is %s, not %s".formatted(got, want);
      case Verdict.Value(var place, ValueMatch want, String got) ->
          got == null
              ? "there is no %s %s".formatted(place(place), want.name())
              : "%s %s is \"%s\", not %s".formatted(place(place), want.name(), got, value(want));
      case Verdict.LowerPrecedence _ -> "it matches too, but %s goes before it".formatted(winner);
      case Verdict.LessSpecificHost(String claimed) ->
          "its host %s is less specific than %s, which decides alone"
              .formatted(considered.hostname(), claimed);
    };
  }

  static String balancer(LoadBalancer balancer) {
    return switch (balancer) {
      case LoadBalancer.RoundRobin _ -> "RoundRobin";
      case LoadBalancer.LeastRequest _ -> "LeastRequest";
      case LoadBalancer.ConsistentHash(HashOn on) -> "ConsistentHash on " + hashed(on);
    };
  }

  private static String hashed(HashOn on) {
    return switch (on) {
      case HashOn.Header(String name) -> "header " + name;
      case HashOn.Cookie(String name) -> "cookie " + name;
      case HashOn.QueryParam(String name) -> "query parameter " + name;
      case HashOn.ClientIp _ -> "the client's address";
      case HashOn.Path _ -> "the path";
    };
  }

  private static String path(PathMatch path) {
    return switch (path) {
      case PathMatch.Exact(String value) -> "Exact " + value;
      case PathMatch.Prefix(String value) -> "PathPrefix " + value;
      case PathMatch.Template(String value) -> "Template " + value;
      case PathMatch.Regex(String value) -> "RegularExpression " + value;
    };
  }

  private static void append(StringBuilder text, String what, List<ValueMatch> values) {
    for (ValueMatch value : values) {
      text.append(", ").append(what).append(' ').append(value.name()).append(' ');
      text.append(value(value));
    }
  }

  private static String value(ValueMatch value) {
    return switch (value) {
      case ValueMatch.Exact(_, String exact) -> "\"" + exact + "\"";
      case ValueMatch.Regex(_, String expression) -> "matching " + expression;
    };
  }

  private static String place(Verdict.Place place) {
    return switch (place) {
      case HEADER -> "header";
      case QUERY_PARAMETER -> "query parameter";
      case COOKIE -> "cookie";
    };
  }
}
