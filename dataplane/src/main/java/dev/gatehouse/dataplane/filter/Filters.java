package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.snapshot.Filter.DirectResponse;
import dev.gatehouse.snapshot.Filter.RequestHeaders;
import dev.gatehouse.snapshot.Filter.RequestRedirect;
import dev.gatehouse.snapshot.Filter.ResponseHeaders;
import dev.gatehouse.snapshot.Filter.UrlRewrite;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RouteRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The filters of a rule, compiled, in the order in which they run. */
public final class Filters {
  private record Placed(Place place, Filter filter) {}

  private Filters() {}

  /**
   * This is the whole of the ordering. A new kind of filter is a file of its own and one more line
   * here, which adds it at its {@link Place}; the sort keeps the order within a place.
   *
   * @param pathVariables that every match of the rule has
   */
  public static List<Filter> compile(RouteRule rule, Set<String> pathVariables)
      throws InvalidFilter {
    var placed = new ArrayList<Placed>();
    for (var filter : rule.filters()) {
      placed.add(new Placed(Place.USER, compile(filter, rule, pathVariables)));
    }
    placed.sort(Comparator.comparing(Placed::place));
    return placed.stream().map(Placed::filter).toList();
  }

  private static Filter compile(
      dev.gatehouse.snapshot.Filter filter, RouteRule rule, Set<String> pathVariables)
      throws InvalidFilter {
    var paths = new PathChange.Context(pathVariables, onlyPrefixes(rule));
    return switch (filter) {
      case UrlRewrite rewrite -> UrlRewriteFilter.compile(rewrite, paths);
      case RequestRedirect redirect -> RequestRedirectFilter.compile(redirect, paths);
      case RequestHeaders headers ->
          new RequestHeaderFilter(HeaderChange.compile(headers.edits(), pathVariables));
      case ResponseHeaders headers ->
          new ResponseHeaderFilter(HeaderChange.compile(headers.edits(), pathVariables));
      case DirectResponse response -> DirectResponseFilter.compile(response);
    };
  }

  private static boolean onlyPrefixes(RouteRule rule) {
    return rule.matches().stream().allMatch(match -> match.path() instanceof PathMatch.Prefix);
  }
}
