package dev.gatehouse.operator.source;

import dev.gatehouse.crds.v1alpha1.RouteRule;
import dev.gatehouse.crds.v1alpha1.RuleDefaults;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.Timeouts;
import dev.gatehouse.snapshot.Upgrade;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of a route, with the route's defaults applied. */
final class Rules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final RuleDefaults NO_DEFAULTS = new RuleDefaults(null, null);

  private final String namespace;
  private final RuleDefaults defaults;

  Rules(String namespace, @Nullable RuleDefaults defaults) {
    this.namespace = namespace;
    this.defaults = defaults == null ? NO_DEFAULTS : defaults;
  }

  List<Route.Rule> read(@Nullable List<RouteRule> rules, Problems at) {
    if (rules == null || rules.isEmpty()) {
      at.add("a route needs at least one rule");
      return List.of();
    }
    var names = new HashSet<String>();
    var read = new ArrayList<Route.Rule>();
    for (int i = 0; i < rules.size(); i++) {
      RouteRule rule = rules.get(i);
      Problems here = at.item(i);
      if (rule == null) {
        here.add("is empty; write a rule or remove it");
        continue;
      }
      checkName(rule.name(), names, here.field("name"));
      read.add(one(rule, here));
    }
    return read;
  }

  private static void checkName(@Nullable String name, Set<String> names, Problems at) {
    if (name == null || !NAME.matcher(name).matches()) {
      at.add("give the rule a name of lower-case letters, digits and hyphens, up to 63");
    } else if (!names.add(name)) {
      at.add("\"" + name + "\" is another rule's name; each needs its own");
    }
  }

  private Route.Rule one(RouteRule rule, Problems at) {
    List<RequestMatch> matches = Matches.read(rule.matches(), at.field("matches"));
    List<Filter> filters =
        Filters.read(
            rule.filters(),
            new Variables(sharedVariables(matches)),
            matches.stream().allMatch(match -> match.path() instanceof PathMatch.Prefix),
            at.field("filters"));
    List<Route.BackendRef> backends =
        BackendRefs.read(rule.backendRefs(), namespace, at.field("backendRefs"));
    checkDestination(filters, backends, at.field("backendRefs"));
    // Defaults were complained of at their own place, if there is something to complain of.
    return new Route.Rule(
        String.valueOf(rule.name()),
        matches,
        filters,
        backends,
        rule.loadBalancer() == null
            ? Balancing.read(defaults.loadBalancer(), Problems.ofSpec())
            : Balancing.read(rule.loadBalancer(), at.field("loadBalancer")),
        rule.timeouts() == null
            ? timeouts(defaults.timeouts(), Problems.ofSpec())
            : timeouts(rule.timeouts(), at.field("timeouts")),
        upgrades(rule.upgrades(), at.field("upgrades")));
  }

  private static List<Upgrade> upgrades(@Nullable List<RouteRule.Upgrade> upgrades, Problems at) {
    if (upgrades == null || upgrades.isEmpty()) {
      return List.of();
    }
    if (upgrades.size() > 1 || upgrades.getFirst() != RouteRule.Upgrade.WebSocket) {
      at.add("name WebSocket, once, or leave it out");
    }
    return List.of(Upgrade.WEB_SOCKET);
  }

  /** Complains of the defaults themselves, also where every rule overrides them. */
  void checkDefaults(Problems at) {
    Balancing.read(defaults.loadBalancer(), at.field("loadBalancer"));
    timeouts(defaults.timeouts(), at.field("timeouts"));
  }

  private static Set<String> sharedVariables(List<RequestMatch> matches) {
    var shared = Paths.variables(matches.getFirst().path());
    matches.forEach(match -> shared.retainAll(Paths.variables(match.path())));
    return shared;
  }

  private static void checkDestination(
      List<Filter> filters, List<Route.BackendRef> backends, Problems at) {
    boolean answers =
        filters.stream()
            .anyMatch(
                f -> f instanceof Filter.RequestRedirect || f instanceof Filter.DirectResponse);
    if (answers && !backends.isEmpty()) {
      at.add("the rule's filter answers by itself; remove the backends or the filter");
    }
    if (!answers && backends.isEmpty()) {
      at.add("name at least one Service, or add a RequestRedirect or DirectResponse filter");
    }
  }

  private static Timeouts timeouts(
      dev.gatehouse.crds.v1alpha1.@Nullable Timeouts timeouts, Problems at) {
    if (timeouts == null) {
      return Timeouts.NONE;
    }
    long request = Durations.millis(timeouts.request(), at.field("request"));
    long backend = Durations.millis(timeouts.backendRequest(), at.field("backendRequest"));
    if (request > 0 && backend > request) {
      at.field("backendRequest").add("one try can't last longer than request allows for all");
    }
    return new Timeouts(request, backend);
  }
}
