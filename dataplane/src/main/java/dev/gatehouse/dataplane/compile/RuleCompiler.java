package dev.gatehouse.dataplane.compile;

import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.filter.Filters;
import dev.gatehouse.dataplane.filter.InvalidFilter;
import dev.gatehouse.dataplane.route.CompiledMatch;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.dataplane.route.CompiledRule.FixedAnswer;
import dev.gatehouse.dataplane.route.InvalidRule;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.route.WeightedBackends;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Decoded;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.Resource;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.RuleHead;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One rule. What can't be compiled fails closed, see {@link RefusingRule}. */
final class RuleCompiler {
  private final Function<ResourceId, @Nullable FixedAnswer> unusable;

  /** What became of a rule; both parts for one that only refuses. */
  record Result(@Nullable CompiledRule rule, Ack.@Nullable Rejection rejection) {}

  /**
   * @param unusable says why an upstream can't be used, null if it can
   */
  RuleCompiler(Function<ResourceId, @Nullable FixedAnswer> unusable) {
    this.unusable = unusable;
  }

  Result compile(Encoded resource, Decoded decoded) {
    return switch (decoded) {
      case Decoded.Known(Resource known) ->
          known instanceof RouteRule rule ? compile(resource, rule) : new Result(null, null);
      case Decoded.UnsupportedRule(_, RuleHead head, List<String> missing) -> {
        var answer = new FixedAnswer(Reason.UNSUPPORTED_FEATURE, Rejections.lacks(missing));
        yield new Result(
            RefusingRule.of(resource.id(), head, answer),
            Rejections.unsupported(resource, missing));
      }
      case Decoded.MalformedRule(_, RuleHead head, String message) -> {
        // What the reader says of it names classes, which is nothing for clients.
        var answer = new FixedAnswer(Reason.INVALID_RULE, "the rule can't be read");
        yield new Result(
            RefusingRule.of(resource.id(), head, answer),
            Rejections.of(resource, Rejections.INVALID_RESOURCE, message));
      }
      case Decoded.UnsupportedOther(_, List<String> missing) ->
          new Result(null, Rejections.unsupported(resource, missing));
      case Decoded.Malformed(_, String message) ->
          new Result(null, Rejections.of(resource, Rejections.INVALID_RESOURCE, message));
    };
  }

  Result compile(Encoded resource, RouteRule rule) {
    try {
      for (String hostname : rule.hostnames()) {
        if (!RouteTable.isHostname(hostname)) {
          throw new InvalidRule("\"" + hostname + "\" is not a hostname");
        }
      }
      var matches = new ArrayList<CompiledMatch>(rule.matches().size());
      for (RequestMatch match : rule.matches()) {
        matches.add(CompiledMatch.compile(match));
      }
      List<Filter> filters = Filters.compile(rule, CompiledMatch.commonVariables(matches));
      var backends = WeightedBackends.compile(rule.backends(), unusable);
      return new Result(
          new CompiledRule(rule, matches, filters, backends, null), missing(resource, backends));
    } catch (InvalidRule | InvalidFilter e) {
      String message = String.valueOf(e.getMessage());
      return new Result(
          RefusingRule.of(rule, new FixedAnswer(Reason.INVALID_RULE, message)),
          Rejections.of(resource, Rejections.INVALID_RESOURCE, message));
    }
  }

  /**
   * A rule is blamed for an upstream that is not there; one that is there and can't be used has a
   * rejection of its own.
   */
  private static Ack.@Nullable Rejection missing(Encoded resource, WeightedBackends backends) {
    for (WeightedBackends.Share share : backends.shares()) {
      if (share.pick() instanceof WeightedBackends.Pick.Refused(FixedAnswer why)
          && why.reason() == Reason.MISSING_UPSTREAM) {
        return Rejections.of(resource, Rejections.MISSING_UPSTREAM, why.detail());
      }
    }
    return null;
  }
}
