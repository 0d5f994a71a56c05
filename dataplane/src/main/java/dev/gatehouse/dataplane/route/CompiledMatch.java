package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Conditions that must all hold, compiled. One instance serves every host of its rule. */
public final class CompiledMatch {
  private final RequestMatch definition;
  private final PathPattern path;
  private final List<ValueCondition> conditions;

  private CompiledMatch(
      RequestMatch definition, PathPattern path, List<ValueCondition> conditions) {
    this.definition = definition;
    this.path = path;
    this.conditions = List.copyOf(conditions);
  }

  public static CompiledMatch compile(RequestMatch match) throws InvalidRule {
    var conditions = new ArrayList<ValueCondition>(match.valueMatches());
    for (ValueMatch header : match.headers()) {
      conditions.add(ValueCondition.compile(Verdict.Place.HEADER, header));
    }
    for (ValueMatch parameter : match.queryParams()) {
      conditions.add(ValueCondition.compile(Verdict.Place.QUERY_PARAMETER, parameter));
    }
    for (ValueMatch cookie : match.cookies()) {
      conditions.add(ValueCondition.compile(Verdict.Place.COOKIE, cookie));
    }
    return new CompiledMatch(match, PathPattern.compile(match.path()), conditions);
  }

  /**
   * For a rule that can't be served as it is, which rather refuses too much than lets a request
   * pass by to a laxer rule: without conditions that can't be compiled, and with all the paths that
   * one which can't may have meant.
   */
  public static CompiledMatch asFarAsKnown(RequestMatch match) {
    try {
      return compile(match);
    } catch (InvalidRule _) {
      return new CompiledMatch(match, PathRegion.of(match.path()), List.of());
    }
  }

  /** Every request, before all other matches of a host. */
  public static CompiledMatch everything() {
    var any = new RequestMatch(new PathMatch.Prefix("/"), null, List.of(), List.of(), List.of());
    return new CompiledMatch(any, new PathPattern.Everything(), List.of());
  }

  public RequestMatch definition() {
    return definition;
  }

  /** The names of the variables in its path. */
  public Set<String> variables() {
    return path instanceof PathPattern.Template(PathTemplate template)
        ? template.variables()
        : Set.of();
  }

  /** The variables that every one of these has. */
  public static Set<String> commonVariables(List<CompiledMatch> matches) {
    var common = new HashSet<>(matches.getFirst().variables());
    matches.forEach(match -> common.retainAll(match.variables()));
    return Set.copyOf(common);
  }

  PathPattern path() {
    return path;
  }

  /**
   * Whether a request whose path matches is taken.
   *
   * @param tracer told why it isn't; null on the way of every request but explained ones
   */
  boolean accepts(RequestHead head, @Nullable Consumer<Verdict> tracer) {
    String method = definition.method();
    if (method != null && !method.equals(head.method())) {
      if (tracer != null) {
        tracer.accept(new Verdict.Method(method, head.method()));
      }
      return false;
    }
    for (int i = 0; i < conditions.size(); i++) {
      ValueCondition condition = conditions.get(i);
      if (!condition.holds(head)) {
        if (tracer != null) {
          tracer.accept(condition.verdict(head));
        }
        return false;
      }
    }
    return true;
  }
}
