package dev.gatehouse.cli.check;

import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.cli.trial.Tried;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.Precedence;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of rules of different routes that claim the same requests with equal right. A cluster gives
 * them to the older route; in a folder there is no age, and the name decides.
 */
final class Ties {
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

  private final Inspection inspection;
  private final Map<List<Origin>, Finding> found = new LinkedHashMap<>();

  Ties(Inspection inspection) {
    this.inspection = inspection;
  }

  /** All that can meet: equal conditions but for values that exclude each other. */
  record Claim(String hostname, PathMatch path, @Nullable String method, int values) {}

  Collection<Finding> find(Collection<CompiledRule> rules) {
    var claims = new HashMap<Claim, List<Precedence.Candidate>>();
    for (CompiledRule compiled : rules) {
      RouteRule rule = compiled.definition();
      if (rule.origin().created() != 0) {
        continue;
      }
      for (RequestMatch match : rule.matches()) {
        for (String hostname : rule.hostnames()) {
          claims
              .computeIfAbsent(claim(hostname, match), _ -> new ArrayList<>())
              .add(new Precedence.Candidate(rule, match));
        }
      }
    }
    claims.forEach(this::compare);
    return found.values();
  }

  private static Claim claim(String hostname, RequestMatch match) {
    PathMatch path =
        match.path() instanceof PathMatch.Template(String value)
            ? new PathMatch.Template(VARIABLE.matcher(value).replaceAll("{}"))
            : match.path();
    return new Claim(hostname, path, match.method(), match.valueMatches());
  }

  private void compare(Claim claim, List<Precedence.Candidate> candidates) {
    candidates.sort(Precedence.ORDER);
    for (int i = 0; i < candidates.size(); i++) {
      for (int j = i + 1; j < candidates.size(); j++) {
        Precedence.Candidate first = candidates.get(i);
        Precedence.Candidate second = candidates.get(j);
        if (!sameObject(first.rule().origin(), second.rule().origin())
            && canMeet(first.match(), second.match())) {
          add(claim, first.rule().origin(), second.rule().origin());
        }
      }
    }
  }

  private void add(Claim claim, Origin winner, Origin loser) {
    Inspection.Place place = Objects.requireNonNull(inspection.place(loser));
    found.putIfAbsent(
        List.of(winner, loser),
        Finding.warning(
            place.file(),
            place.line(),
            "%s claims the same requests as %s (host %s, path %s); a cluster gives them to the older route, here the name decides: %s"
                .formatted(
                    Tried.name(loser),
                    Tried.name(winner),
                    claim.hostname(),
                    claim.path().value(),
                    Tried.name(winner))));
  }

  private static boolean sameObject(Origin one, Origin other) {
    return one.kind().equals(other.kind())
        && one.namespace().equals(other.namespace())
        && one.name().equals(other.name());
  }

  private static boolean canMeet(RequestMatch one, RequestMatch other) {
    return canMeet(one.headers(), other.headers())
        && canMeet(one.queryParams(), other.queryParams())
        && canMeet(one.cookies(), other.cookies());
  }

  private static boolean canMeet(List<ValueMatch> some, List<ValueMatch> others) {
    for (ValueMatch one : some) {
      for (ValueMatch other : others) {
        if (one instanceof ValueMatch.Exact(String name, String value)
            && other instanceof ValueMatch.Exact(String otherName, String otherValue)
            && name.equals(otherName)
            && !value.equals(otherValue)) {
          return false;
        }
      }
    }
    return true;
  }
}
