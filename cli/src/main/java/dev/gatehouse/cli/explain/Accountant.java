package dev.gatehouse.cli.explain;

import dev.gatehouse.cli.explain.Account.Loser;
import dev.gatehouse.cli.explain.Account.Rule;
import dev.gatehouse.cli.explain.Account.Share;
import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.cli.trial.TrialRequest;
import dev.gatehouse.cli.trial.Tried;
import dev.gatehouse.dataplane.compile.Compilation;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.dataplane.route.Explanation;
import dev.gatehouse.dataplane.route.RouteMatch;
import dev.gatehouse.dataplane.route.Verdict;
import dev.gatehouse.dataplane.route.WeightedBackends;
import dev.gatehouse.dataplane.route.WeightedBackends.Pick;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.RequestMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes accounts of requests to a gateway. */
public final class Accountant {
  private final Compilation fleet;
  private final Function<Origin, @Nullable String> places;

  /**
   * Prepares for requests to one fleet.
   *
   * @param fleet that takes them
   * @param places where a rule stands, for people; null where that isn't known
   */
  private Accountant(Compilation fleet, Function<Origin, @Nullable String> places) {
    this.fleet = fleet;
    this.places = places;
  }

  /** For requests to a fleet of a folder. */
  public static Accountant of(Inspection folder, String gateway) {
    return new Accountant(
        folder.fleet(gateway),
        origin -> {
          Inspection.Place place = folder.place(origin);
          return place == null ? null : place.toString();
        });
  }

  /** For requests to a fleet of a cluster, where rules are numbered from 0 as kubectl counts. */
  public static Accountant of(Compilation cluster) {
    return new Accountant(cluster, origin -> "spec.rules[" + origin.index() + "]");
  }

  /** What becomes of the request, and why. */
  public Account account(TrialRequest request, String url) {
    Tried tried = Tried.of(fleet, request);
    Explanation explanation = tried.explanation();
    RouteMatch winner = explanation == null ? null : explanation.winner();
    return new Account(
        request.method(),
        url,
        explanation == null ? null : explanation.host(),
        explanation == null ? null : explanation.claimed(),
        explanation == null ? null : winner(explanation),
        explanation == null ? List.of() : losers(explanation),
        tried.filters(),
        tried.trial().forwarded(),
        tried.trial().answer(),
        winner == null || tried.trial().forwarded() == null
            ? List.of()
            : shares(winner.rule().backends()));
  }

  private @Nullable Rule winner(Explanation explanation) {
    return explanation.considered().stream()
        .filter(considered -> considered.verdict() instanceof Verdict.Won)
        .findFirst()
        .map(won -> rule(won.rule(), won.match()))
        .orElse(null);
  }

  private Rule rule(CompiledRule rule, RequestMatch match) {
    return new Rule(
        Tried.name(rule.origin()),
        place(rule),
        Phrases.match(match),
        Phrases.balancer(rule.loadBalancer()),
        rule.timeouts().requestMillis(),
        rule.timeouts().backendRequestMillis());
  }

  private List<Loser> losers(Explanation explanation) {
    RouteMatch winner = explanation.winner();
    String winnerName = winner == null ? "none" : Tried.name(winner.rule().origin());
    var losers = new ArrayList<Loser>();
    for (Explanation.Considered considered : explanation.considered()) {
      if (!(considered.verdict() instanceof Verdict.Won)) {
        losers.add(
            new Loser(
                Tried.name(considered.rule().origin()),
                place(considered.rule()),
                Phrases.match(considered.match()),
                Phrases.why(considered, winnerName)));
      }
    }
    return losers;
  }

  private List<Share> shares(WeightedBackends backends) {
    var shares = new ArrayList<Share>();
    for (WeightedBackends.Share share : backends.shares()) {
      int weight = share.backend().weight();
      shares.add(
          new Share(
              Tried.name(fleet, share.backend()),
              weight,
              backends.total() == 0 ? 0 : 100.0 * weight / backends.total(),
              endpoints(share.pick()),
              problem(share.pick())));
    }
    return shares;
  }

  private List<String> endpoints(Pick pick) {
    return switch (pick) {
      case Pick.To(var id) -> {
        var upstream = fleet.upstreams().get(id);
        EndpointSet set = upstream == null ? null : fleet.endpoints().get(upstream.endpoints());
        yield set == null
            ? List.of()
            : set.endpoints().stream().map(EndpointSet.Endpoint::toString).toList();
      }
      case Pick.Refused _ -> List.of();
    };
  }

  private static @Nullable String problem(Pick pick) {
    return switch (pick) {
      case Pick.To _ -> null;
      case Pick.Refused(var why) -> why.reason() + ": " + why.detail();
    };
  }

  private @Nullable String place(CompiledRule rule) {
    return places.apply(rule.origin());
  }
}
