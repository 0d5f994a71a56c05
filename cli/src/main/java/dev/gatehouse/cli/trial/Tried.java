package dev.gatehouse.cli.trial;

import dev.gatehouse.dataplane.admin.TrafficSettings;
import dev.gatehouse.dataplane.compile.Compilation;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.filter.FilterChain;
import dev.gatehouse.dataplane.proxy.Reception.Received;
import dev.gatehouse.dataplane.proxy.WebSocketHandshake;
import dev.gatehouse.dataplane.proxy.transport.TrialConnection;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.dataplane.route.Explanation;
import dev.gatehouse.dataplane.route.RouteMatch;
import dev.gatehouse.dataplane.route.WeightedBackends;
import dev.gatehouse.dataplane.route.WeightedBackends.Pick;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.snapshot.Backend;
import dev.gatehouse.snapshot.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, received as a pod would receive it and taken through matcher and filters.
 *
 * @param explanation null if it is answered before anything is matched
 * @param filters what each filter did that the request came by
 */
public record Tried(@Nullable Explanation explanation, List<FilterStep> filters, Trial trial) {
  /** In {@code Via}: that of no pod in particular, so that the same is forwarded each time. */
  public static final String PSEUDONYM = "gatehouse";

  private static final TrialConnection CONNECTION =
      new TrialConnection(
          TrafficSettings.of(DataPlaneSettings.standard().withPseudonym(PSEUDONYM)));

  public Tried {
    filters = List.copyOf(filters);
  }

  /** Tries a request that a client on this machine would send. */
  public static Tried of(Compilation fleet, TrialRequest request) {
    return switch (CONNECTION.receive(request.head(), request.tls())) {
      case Received.Refused(LocalAnswer answer) -> unmatched(answer);
      case Received.Taken(Exchange exchange, @Nullable Reason end, _) ->
          end != null ? unmatched(LocalAnswer.of(end)) : matched(fleet, exchange);
    };
  }

  private static Tried unmatched(LocalAnswer answer) {
    return new Tried(null, List.of(), answered(null, Map.of(), answer));
  }

  private static Tried matched(Compilation fleet, Exchange exchange) {
    Explanation explanation = fleet.table().explain(exchange.request());
    RouteMatch match = explanation.winner();
    var steps = new ArrayList<FilterStep>();
    if (match == null) {
      return new Tried(
          explanation, steps, answered(null, Map.of(), LocalAnswer.of(Reason.NO_ROUTE)));
    }
    CompiledRule rule = match.rule();
    Map<String, Integer> backends = backends(fleet, rule.backends());
    CompiledRule.FixedAnswer fixed = rule.fixedAnswer();
    if (fixed != null) {
      return new Tried(explanation, steps, answered(rule, Map.of(), fixed.answer()));
    }
    LocalAnswer refusal = WebSocketHandshake.passOn(exchange, rule);
    if (refusal != null) {
      return new Tried(explanation, steps, answered(rule, Map.of(), refusal));
    }
    exchange.matched(match.variables(), match.matchedPrefix());
    var run = new Run(traced(rule, steps), exchange);
    LocalAnswer answer = run.answer();
    return new Tried(
        explanation,
        steps,
        answer == null ? forwarded(rule, backends, exchange) : run.answered(rule, answer));
  }

  /** The name of a rule as people write it. */
  public static String name(Origin origin) {
    return origin.namespace() + "/" + origin.name() + "/" + origin.rule();
  }

  private static List<Filter> traced(CompiledRule rule, List<FilterStep> steps) {
    var traced = new ArrayList<Filter>();
    for (int i = 0; i < rule.filters().size(); i++) {
      traced.add(
          new TracedFilter(rule.filters().get(i), rule.definition().filters().get(i), steps));
    }
    return traced;
  }

  private static Trial forwarded(
      CompiledRule rule, Map<String, Integer> backends, Exchange exchange) {
    LocalAnswer refused = refusal(rule.backends());
    if (refused != null) {
      return answered(rule, backends, refused);
    }
    RequestHead head = exchange.request();
    return new Trial(
        name(rule.origin()),
        backends,
        new Trial.Forwarded(
            head.method(), head.authority(), head.target(), TracedFilter.byName(head.headers())),
        null);
  }

  /** What everybody is answered whom no backend can serve; null if one can. */
  private static @Nullable LocalAnswer refusal(WeightedBackends backends) {
    LocalAnswer refused = LocalAnswer.of(Reason.NO_BACKEND);
    for (WeightedBackends.Share share : backends.shares()) {
      if (share.backend().weight() == 0) {
        continue;
      }
      switch (share.pick()) {
        case Pick.To _ -> {
          return null;
        }
        case Pick.Refused(var why) -> refused = why.answer();
      }
    }
    return refused;
  }

  private static Map<String, Integer> backends(Compilation fleet, WeightedBackends backends) {
    var weights = new LinkedHashMap<String, Integer>();
    for (WeightedBackends.Share share : backends.shares()) {
      if (share.backend().weight() > 0) {
        weights.merge(name(fleet, share.backend()), share.backend().weight(), Integer::sum);
      }
    }
    return weights;
  }

  /** {@code namespace/service:port}. */
  public static String name(Compilation fleet, Backend backend) {
    return switch (backend) {
      case Backend.To(var id, _) -> {
        var upstream = fleet.upstreams().get(id);
        yield upstream == null ? id.value() : upstream.name();
      }
      case Backend.Unresolved(String name, _, _) -> name;
    };
  }

  private static Trial answered(
      @Nullable CompiledRule rule, Map<String, Integer> backends, LocalAnswer answer) {
    return new Trial(
        rule == null ? null : name(rule.origin()),
        backends,
        null,
        new Trial.Answer(
            answer.status(), answer.reason().name(), answer.detail(), Map.of(), answer.body()));
  }

  /** One pass through a rule's filters. */
  private static final class Run implements FilterChain.Then {
    private final FilterChain chain;
    private @Nullable LocalAnswer answer;

    Run(List<Filter> filters, Exchange exchange) {
      chain = new FilterChain(filters, exchange, this, Runnable::run);
    }

    @Nullable LocalAnswer answer() {
      chain.onRequest();
      return answer;
    }

    Trial answered(CompiledRule rule, LocalAnswer given) {
      var head = new ResponseHead(given.status(), new Headers());
      given.headers().forEach(head.headers()::add);
      if (given.contentType() != null) {
        head.headers().set("content-type", given.contentType());
      }
      chain.onResponse(head);
      return new Trial(
          name(rule.origin()),
          Map.of(),
          null,
          new Trial.Answer(
              head.status(),
              given.reason().name(),
              given.detail(),
              TracedFilter.byName(head.headers()),
              given.body()));
    }

    @Override
    public void forward() {}

    @Override
    public void answer(LocalAnswer given) {
      answer = given;
    }
  }
}
