package dev.gatehouse.dataplane.upstream;

import dev.gatehouse.dataplane.exchange.Cookies;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.QueryParameters;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.LoadBalancer.HashOn;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the endpoint that takes a request. One for each event loop, not thread-safe: cursors are
 * not shared, so that loops need no common counter, and start at random, so that they don't move in
 * step.
 */
public final class Balancer {
  private final RandomGenerator random;
  private final Map<Upstream, Cursor> cursors = new WeakHashMap<>();

  public Balancer(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Chooses by a rule's policy.
   *
   * @param candidates those of {@code upstream} that may be chosen
   * @return null if there is no candidate
   */
  public @Nullable Endpoint choose(
      LoadBalancer policy, Upstream upstream, List<Endpoint> candidates, Exchange exchange) {
    if (candidates.size() < 2) {
      return candidates.isEmpty() ? null : candidates.getFirst();
    }
    return switch (policy) {
      case LoadBalancer.RoundRobin _ -> next(upstream, candidates);
      case LoadBalancer.LeastRequest _ -> lessBusy(candidates);
      case LoadBalancer.ConsistentHash(HashOn on) -> {
        String key = key(on, exchange);
        yield key == null ? next(upstream, candidates) : owner(key, candidates);
      }
    };
  }

  private Endpoint next(Upstream upstream, List<Endpoint> candidates) {
    Cursor cursor =
        cursors.computeIfAbsent(upstream, _ -> new Cursor(random.nextInt(candidates.size())));
    return candidates.get(cursor.advance(candidates.size()));
  }

  /** Power of two choices: two different endpoints, and the one with fewer requests in flight. */
  private Endpoint lessBusy(List<Endpoint> candidates) {
    int first = random.nextInt(candidates.size());
    int second = random.nextInt(candidates.size() - 1);
    Endpoint one = candidates.get(first);
    Endpoint other = candidates.get(second < first ? second : second + 1);
    return one.inFlight() <= other.inFlight() ? one : other;
  }

  /**
   * Rendezvous hashing: the endpoint whose hash together with the key's is the highest. An endpoint
   * that goes gives up just its own keys, one that comes takes just those it wins, and no table has
   * to be rebuilt.
   */
  static Endpoint owner(String key, List<Endpoint> candidates) {
    long hash = Hash64.of(key);
    Endpoint best = candidates.getFirst();
    long highest = Long.MIN_VALUE;
    for (int i = 0; i < candidates.size(); i++) {
      Endpoint candidate = candidates.get(i);
      long score = Hash64.mix(hash ^ candidate.hash());
      if (score > highest) {
        highest = score;
        best = candidate;
      }
    }
    return best;
  }

  /** Null where the request lacks what is hashed: then any endpoint is as good. */
  private static @Nullable String key(HashOn on, Exchange exchange) {
    RequestHead request = exchange.request();
    return switch (on) {
      case HashOn.Header(String name) -> request.headers().get(name);
      case HashOn.Cookie(String name) -> Cookies.first(request.headers(), name);
      case HashOn.QueryParam(String name) -> QueryParameters.first(request.query(), name);
      case HashOn.ClientIp() -> exchange.client().address();
      case HashOn.Path() -> exchange.originalPath();
    };
  }

  /** Where round robin stands. */
  private static final class Cursor {
    private int at;

    Cursor(int start) {
      at = start;
    }

    int advance(int size) {
      at = at + 1 < size ? at + 1 : 0;
      return at;
    }
  }
}
