package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.Backend;
import dev.gatehouse.snapshot.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A rule's backends, drawn at random by weight. */
public final class WeightedBackends {
  /** No backend at all. */
  public static final WeightedBackends NONE = new WeightedBackends(List.of(), 0);

  private static final Pick NO_BACKEND =
      new Pick.Refused(
          new CompiledRule.FixedAnswer(
              Reason.NO_BACKEND, "no backend of the rule has a weight above zero"));

  /** Where one request goes. */
  public sealed interface Pick {
    record To(ResourceId upstream) implements Pick {}

    /** This share of the requests can't be served. */
    record Refused(CompiledRule.FixedAnswer why) implements Pick {}
  }

  /** A backend and what comes of drawing it. */
  public record Share(Backend backend, Pick pick) {}

  private final List<Share> shares;
  private final int total;

  private WeightedBackends(List<Share> shares, int total) {
    this.shares = shares;
    this.total = total;
  }

  /**
   * Gives each backend its share.
   *
   * @param unusable says why an upstream can't be used, null if it can
   */
  public static WeightedBackends compile(
      List<Backend> backends, Function<ResourceId, CompiledRule.@Nullable FixedAnswer> unusable)
      throws InvalidRule {
    var shares = new ArrayList<Share>(backends.size());
    long total = 0;
    for (Backend backend : backends) {
      if (backend.weight() < 0) {
        throw new InvalidRule("a backend's weight can't be negative");
      }
      total += backend.weight();
      shares.add(new Share(backend, pick(backend, unusable)));
    }
    if (total > Integer.MAX_VALUE) {
      throw new InvalidRule("the backends' weights add up to more than " + Integer.MAX_VALUE);
    }
    return shares.isEmpty() ? NONE : new WeightedBackends(List.copyOf(shares), (int) total);
  }

  private static Pick pick(
      Backend backend, Function<ResourceId, CompiledRule.@Nullable FixedAnswer> unusable) {
    return switch (backend) {
      case Backend.To(ResourceId upstream, _) -> {
        CompiledRule.FixedAnswer why = unusable.apply(upstream);
        yield why == null ? new Pick.To(upstream) : new Pick.Refused(why);
      }
      case Backend.Unresolved(String name, String reason, _) ->
          new Pick.Refused(
              new CompiledRule.FixedAnswer(
                  Reason.BACKEND_UNRESOLVED, "backend " + name + ": " + reason));
    };
  }

  /** Draws one for a request. */
  public Pick pick() {
    return pick(bound -> ThreadLocalRandom.current().nextInt(bound));
  }

  /**
   * The same, with another source of chance.
   *
   * @param random given a bound, a number from 0 to below it
   */
  public Pick pick(IntUnaryOperator random) {
    if (total == 0) {
      return NO_BACKEND;
    }
    int at = shares.size() == 1 ? 0 : random.applyAsInt(total);
    for (int i = 0; ; i++) {
      Share share = shares.get(i);
      at -= share.backend.weight();
      if (at < 0) {
        return share.pick;
      }
    }
  }

  /** In the order written. */
  public List<Share> shares() {
    return shares;
  }

  /** The sum of all weights. */
  public int total() {
    return total;
  }
}
