package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every pod on its fleet's newest snapshot. One push is in flight to each pod; what is
 * published meanwhile goes out as one with the next. Everything happens on one Vert.x context; the
 * public methods may be called from any thread and don't block.
 */
public final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final Vertx vertx;
  private final Context context;
  private final PublishSettings settings;
  private final Epochs epochs;
  private final PodLink.Shared shared;
  private final Map<String, Fleet> fleets = new HashMap<>();
  private final Map<String, PodLink> links = new HashMap<>();
  private final Map<String, Long> lastSequences = new HashMap<>();
  private long sequence;
  private long epoch;
  private boolean claiming;
  private int failedClaims;
  private boolean closed;
  private final long checks;

  public Publisher(
      Vertx vertx,
      PublishSettings settings,
      Epochs epochs,
      PublishListener listener,
      MeterRegistry registry,
      RandomGenerator random) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.epochs = epochs;
    this.shared =
        new PodLink.Shared(
            vertx,
            settings,
            new PodClient(vertx, settings.requestTimeout()),
            new PublishMetrics(registry),
            listener,
            random,
            this::claim);
    this.checks =
        vertx.setPeriodic(
            settings.checkEvery().toMillis(),
            _ -> context.runOnContext(_ -> links.values().forEach(PodLink::check)));
    context.runOnContext(_ -> claim(0));
  }

  /** All pods there are. Those that are no longer among them are forgotten. */
  public void pods(Set<Pod> all) {
    Set<Pod> now = Set.copyOf(all);
    context.runOnContext(_ -> see(now));
  }

  /**
   * A fleet shall serve this from now on. A fleet to which nothing was published, not even an empty
   * map, never becomes Ready.
   *
   * @param resources all of them; the map no longer changes
   * @param hash of the resources
   * @param delta from what was published to the fleet before; ignored the first time
   * @return the sequence of the first version that holds it: pods that acknowledge a version with
   *     this or a higher sequence, of any epoch, serve it
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
        _ -> {
          fleet(fleet).take(epoch, now, resources, hash, delta);
          advance();
        });
    return now;
  }

  /** Nothing is pushed any more; pushes in flight are not waited for. */
  @Override
  public void close() {
    context.runOnContext(
        _ -> {
          closed = true;
          vertx.cancelTimer(checks);
          links.values().forEach(PodLink::close);
          links.clear();
          shared.client().close();
        });
  }

  private void see(Set<Pod> all) {
    if (closed) {
      return;
    }
    Map<String, Pod> byName = all.stream().collect(Collectors.toMap(Pod::name, pod -> pod));
    for (String name : new HashSet<>(links.keySet())) {
      PodLink link = links.get(name);
      Pod now = byName.get(name);
      if (link != null && (now == null || !link.pod().isSameAs(now))) {
        link.close();
        links.remove(name);
      }
    }
    byName.forEach(
        (name, pod) -> {
          PodLink link = links.get(name);
          if (link == null) {
            PodLink added = new PodLink(shared, fleet(pod.fleet()), pod);
            links.put(name, added);
            added.advance();
          } else {
            link.seen(pod);
          }
        });
  }

  private Fleet fleet(String name) {
    return fleets.computeIfAbsent(name, _ -> new Fleet(name, vertx, settings));
  }

  private void advance() {
    links.values().forEach(PodLink::advance);
  }

  /** Takes an epoch above every one that was seen. Until there is one, nothing is pushed. */
  private void claim(long seen) {
    if (claiming || closed) {
      return;
    }
    claiming = true;
    long above = Math.max(seen, epoch);
    epochs
        .claim(above)
        .onComplete(
            claimed ->
                context.runOnContext(
                    _ -> {
                      claiming = false;
                      if (claimed.succeeded() && claimed.result() > above) {
                        failedClaims = 0;
                        raise(claimed.result());
                      } else {
                        claimAgain(seen, claimed.cause());
                      }
                    }));
  }

  private void raise(long claimed) {
    epoch = claimed;
    LOG.info("Publishing in epoch {}", claimed);
    fleets.values().forEach(fleet -> fleet.raise(claimed));
    advance();
  }

  private void claimAgain(long seen, Throwable cause) {
    failedClaims++;
    LOG.warn("No epoch above {} can be had, so nothing is pushed: {}", seen, String.valueOf(cause));
    long millis = settings.backoff(failedClaims, shared.random().nextDouble()).toMillis();
    vertx.setTimer(millis, _ -> context.runOnContext(_ -> claim(seen)));
  }
}
