package dev.gatehouse.operator.publish;

import io.vertx.core.Context;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One time of pushing, from when this process is to lead until it no longer does: the epoch that it
 * pushes in, and a link to each pod. A later one takes over nothing of it. Confined to the
 * publisher's thread.
 */
final class Term {
  private static final Logger LOG = LoggerFactory.getLogger(Term.class);

  private final Context context;
  private final PodLink.Shared shared;
  private final Fleets fleets;
  private final Map<String, PodLink> links = new HashMap<>();
  private Map<String, Pod> pods = Map.of();
  private boolean claiming;
  private boolean claimed;
  private int failedClaims;
  private boolean ended;

  Term(Context context, PodLink.Shared shared, Fleets fleets) {
    this.context = context;
    this.shared = shared;
    this.fleets = fleets;
  }

  /** Until there is an epoch, no pod is even asked. */
  void begin(Map<String, Pod> all) {
    pods = all;
    claim(0);
  }

  /** All pods there are, by name. */
  void see(Map<String, Pod> all) {
    pods = all;
    if (claimed) {
      link();
    }
  }

  /** Something was published. */
  void advance() {
    links.values().forEach(PodLink::advance);
  }

  /** Pods that were given up for a while are tried again now. */
  void wake() {
    links.values().forEach(PodLink::wake);
  }

  /** Asks each pod whether it still serves what it acknowledged. */
  void check() {
    links.values().forEach(PodLink::check);
  }

  /** The pods of a fleet, by name. */
  List<PodReport> pods(String fleet) {
    return links.values().stream()
        .filter(link -> link.pod().fleet().equals(fleet))
        .map(PodLink::report)
        .sorted(Comparator.comparing(PodReport::name))
        .toList();
  }

  /** No push begins any more; of those in flight no answer counts. */
  void end() {
    ended = true;
    links.values().forEach(PodLink::close);
    links.clear();
  }

  private void link() {
    for (String name : new HashSet<>(links.keySet())) {
      PodLink link = links.get(name);
      Pod now = pods.get(name);
      if (link != null && (now == null || !link.pod().isSameAs(now))) {
        link.close();
        links.remove(name);
      }
    }
    pods.forEach(
        (name, pod) -> {
          PodLink link = links.get(name);
          if (link == null) {
            PodLink added = new PodLink(shared, fleets.of(pod.fleet()), pod, this::claim);
            links.put(name, added);
            added.advance();
          } else {
            link.seen(pod);
          }
        });
  }

  /** Takes an epoch above every one that was seen. */
  private void claim(long seen) {
    if (claiming || ended) {
      return;
    }
    claiming = true;
    long above = Math.max(seen, fleets.epoch());
    shared
        .epochs()
        .claim(above)
        .onComplete(
            claim ->
                context.runOnContext(
                    _ -> {
                      claiming = false;
                      if (ended) {
                        return;
                      }
                      if (claim.succeeded() && claim.result() > above) {
                        raise(claim.result());
                      } else {
                        claimAgain(seen, claim.cause());
                      }
                    }));
  }

  private void raise(long epoch) {
    failedClaims = 0;
    LOG.info("Publishing in epoch {}", epoch);
    fleets.raise(epoch);
    claimed = true;
    advance();
    link();
  }

  private void claimAgain(long seen, Throwable cause) {
    failedClaims++;
    LOG.warn("No epoch above {} can be had, so nothing is pushed: {}", seen, String.valueOf(cause));
    long millis = shared.settings().backoff(failedClaims, shared.random().nextDouble()).toMillis();
    shared.vertx().setTimer(millis, _ -> context.runOnContext(_ -> claim(seen)));
  }
}
