package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Explanation} of what a host table does when it is asked with tracing on. */
final class Explainer {
  private final HostIndex hosts;
  private final RequestHead head;

  Explainer(HostIndex hosts, RequestHead head) {
    this.hosts = hosts;
    this.head = head;
  }

  Explanation explain() {
    var considered = new ArrayList<Explanation.Considered>();
    List<HostIndex.Found> covering = hosts.covering(head.authority());
    if (covering.isEmpty()) {
      return new Explanation(head.host(), null, null, List.of());
    }
    HostIndex.Found decides = covering.getFirst();
    var lost = new IdentityHashMap<Candidate, Verdict>();
    Candidate winner = decides.table().find(head, lost::put);
    for (Candidate candidate : decides.table().candidates()) {
      considered.add(considered(decides.hostname(), candidate, verdict(candidate, winner, lost)));
    }
    for (HostIndex.Found other : covering.subList(1, covering.size())) {
      for (Candidate candidate : other.table().candidates()) {
        var why = new Verdict.LessSpecificHost(decides.hostname());
        considered.add(considered(other.hostname(), candidate, why));
      }
    }
    RouteMatch match = winner == null ? null : winner.routeMatch(head.path());
    return new Explanation(head.host(), decides.hostname(), match, considered);
  }

  private static Explanation.Considered considered(
      String hostname, Candidate candidate, Verdict verdict) {
    return new Explanation.Considered(
        hostname, candidate.rule(), candidate.match().definition(), verdict);
  }

  private Verdict verdict(
      Candidate candidate, @Nullable Candidate winner, Map<Candidate, Verdict> lost) {
    if (winner != null && candidate.equals(winner)) {
      return new Verdict.Won();
    }
    Verdict traced = lost.get(candidate);
    if (traced != null) {
      return traced;
    }
    if (!candidate.match().path().matches(head.path())) {
      return new Verdict.Path(candidate.match().definition().path(), head.path());
    }
    // It was not asked, since the winner had been found before; so ask it now.
    if (winner != null && candidate.accepts(head, lost::put)) {
      return new Verdict.LowerPrecedence(winner.rule().id());
    }
    Verdict why = lost.get(candidate);
    if (why == null) {
      throw new IllegalStateException(
          candidate.rule().id() + " takes the request, but the table did not ask it");
    }
    return why;
  }
}
