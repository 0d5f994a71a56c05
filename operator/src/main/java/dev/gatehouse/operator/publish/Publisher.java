package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.identity.ChannelIdentity;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every pod on its fleet's newest snapshot, as long as this process leads; what is to be
 * served, and by which pods, it knows at any time. One push is in flight to each pod; what is
 * published meanwhile goes out as one with the next. Everything happens on one Vert.x context; the
 * public methods may be called from any thread and don't block.
 */
public final class Publisher implements AutoCloseable {
  private final Vertx vertx;
  private final Context context;
  private final PodLink.Shared shared;
  private final Fleets fleets;
  private final Map<String, Long> lastSequences = new HashMap<>();
  private Map<String, Pod> pods = Map.of();
  private long sequence;
  private @Nullable Term term;
  private boolean closed;
  private final long checks;

  /** One that pushes from {@link #lead} on. */
  public Publisher(
      Vertx vertx,
      PublishSettings settings,
      Epochs epochs,
      PublishListener listener,
      MeterRegistry registry,
      RandomGenerator random) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.fleets = new Fleets(vertx, settings, this::advance);
    this.shared =
        new PodLink.Shared(
            vertx,
            settings,
            epochs,
            new PodClient(vertx, settings),
            new PublishMetrics(registry),
            listener,
            random);
    this.checks =
        vertx.setPeriodic(
            settings.checkEvery().toMillis(),
            _ ->
                context.runOnContext(
                    _ -> {
                      if (term != null) {
                        term.check();
                      }
                    }));
  }

  /** Takes an epoch and pushes in it, until {@link #follow}. */
  public void lead() {
    context.runOnContext(
        _ -> {
          if (!closed && term == null) {
            term = new Term(context, shared, fleets);
            term.begin(pods);
          }
        });
  }

  /** No push begins any more, until {@link #lead}; those in flight may come to their end. */
  public void follow() {
    context.runOnContext(_ -> end());
  }

  /** All pods there are. Those that are no longer among them are forgotten. */
  public void pods(Set<Pod> all) {
    Map<String, Pod> now =
        all.stream().collect(Collectors.toUnmodifiableMap(Pod::name, Function.identity()));
    context.runOnContext(
        _ -> {
          pods = now;
          if (term != null) {
            term.see(now);
          }
        });
  }

  /**
   * Pods whose address begins with {@code https} are pushed to under this identity from now on, and
   * not at all before the first.
   */
  public void identity(ChannelIdentity identity) {
    context.runOnContext(
        _ -> {
          if (!closed) {
            shared.client().identity(identity);
            if (term != null) {
              term.wake();
            }
          }
        });
  }

  /**
   * A fleet shall serve this from now on, or, where only endpoints changed, within {@link
   * PublishSettings#longestEndpointPause}. A fleet to which nothing was published, not even an
   * empty map, never becomes Ready.
   *
   * @param resources all of them; the map no longer changes
   * @param hash of the resources
   * @param delta from what was published to the fleet before; ignored the first time
   * @return a sequence: pods that acknowledge a version with this or a higher one, of any epoch,
   *     serve it
   */
  public synchronized long publish(
      String fleet, Map<ResourceId, Encoded> resources, SnapshotHash hash, Delta delta) {
    Long last = lastSequences.get(fleet);
    if (last != null && delta.isEmpty()) {
      return last;
    }
    long now = ++sequence;
    lastSequences.put(fleet, now);
    context.runOnContext(
        _ -> fleets.of(fleet).take(new Edition(now, resources, hash, delta), pause(fleet)));
    return now;
  }

  /** None while another process leads, whose pods have what they have from that one. */
  private Duration pause(String fleet) {
    if (term == null) {
      return Duration.ZERO;
    }
    long count = pods.values().stream().filter(pod -> pod.fleet().equals(fleet)).count();
    return shared.settings().endpointPause(count);
  }

  private void advance() {
    if (term != null) {
      term.advance();
    }
  }

  /** Nothing was published to the fleet. For one without pods: others would wait for ever. */
  public synchronized void forget(String fleet) {
    lastSequences.remove(fleet);
    context.runOnContext(_ -> fleets.forget(fleet));
  }

  /**
   * What each fleet should serve, but for endpoints that wait to be told, and, while this process
   * leads, how far its pods are.
   */
  public Future<List<FleetReport>> report() {
    return ask(
        () ->
            fleets
                .all()
                .map(fleet -> fleet.report(term == null ? List.of() : term.pods(fleet.name())))
                .toList());
  }

  /**
   * The whole of what is published to a fleet, but for endpoints that wait to be told; empty where
   * nothing is.
   */
  public Future<Optional<Push>> snapshot(String name) {
    return ask(
        () -> {
          Fleet fleet = fleets.find(name);
          return fleet == null ? Optional.empty() : fleet.whole();
        });
  }

  private <T> Future<T> ask(Supplier<T> question) {
    Promise<T> answer = Promise.promise();
    context.runOnContext(_ -> answer.complete(question.get()));
    return answer.future();
  }

  /** Nothing is pushed any more; pushes in flight are not waited for. */
  @Override
  public void close() {
    context.runOnContext(
        _ -> {
          closed = true;
          vertx.cancelTimer(checks);
          end();
          fleets.close();
          shared.client().close();
        });
  }

  private void end() {
    if (term != null) {
      term.end();
      term = null;
    }
  }
}
