package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.status.Programming;
import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.translate.Finding;
import dev.gatehouse.operator.translate.Translation;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes in; contents to publish and standings of routes out. One turn at a time: what comes in
 * while a turn runs is merged into the next, so that a quiet system acts at once and a busy one
 * batches. All public methods may be called from any thread and don't block.
 */
public final class RebuildLoop implements PublishListener {
  private static final Logger LOG = LoggerFactory.getLogger(RebuildLoop.class);

  private final Mailbox mailbox = new Mailbox();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Map<ObjectKey, Standing> standings = new ConcurrentHashMap<>();
  private final Map<String, Long> published = new HashMap<>();
  private final Map<ObjectKey, Failure> failed = new HashMap<>();
  private final Set<ObjectKey> untold = new HashSet<>();
  private final Isolation isolation;
  private final Publishing publishing;
  private final StatusBefore before;
  private final StandingListener listener;
  private final Executor executor;
  private final InstantSource clock;
  private final Duration programmedWithin;
  private LoopState state;
  private volatile boolean translated;

  /**
   * A loop that has nothing yet.
   *
   * @param executor runs one task at a time, in order
   * @param programmedWithin after which a pod that has not acknowledged is said to lag
   */
  public RebuildLoop(
      ClusterView.Settings settings,
      Translator translator,
      Publishing publishing,
      StatusBefore before,
      StandingListener listener,
      Executor executor,
      InstantSource clock,
      Duration programmedWithin) {
    this.state = LoopState.of(ClusterView.empty(settings));
    this.isolation = new Isolation(translator);
    this.publishing = publishing;
    this.before = before;
    this.listener = listener;
    this.executor = executor;
    this.clock = clock;
    this.programmedWithin = programmedWithin;
  }

  /** Objects changed. The first call has to hold all there are: it starts translation. */
  public void changed(Changes changes) {
    mailbox.changed(changes);
    schedule();
  }

  /** All data-plane pods there are. */
  public void pods(Set<Pod> all) {
    mailbox.pods(all);
    schedule();
  }

  @Override
  public void acknowledged(Pod pod, Ack ack) {
    mailbox.acknowledged(pod, ack);
    schedule();
  }

  @Override
  public void failing(Pod pod, String reason, String message) {
    LOG.warn("Pod {} doesn't take its snapshot: {}: {}", pod.name(), reason, message);
  }

  /** Time has passed; to be called every second or so. */
  public void tick() {
    schedule();
  }

  /** How a route stands; null for one that is not there. */
  public @Nullable Standing standing(ObjectKey route) {
    return standings.get(route);
  }

  /** Whether there was a first translation. */
  public boolean hasTranslated() {
    return translated;
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      executor.execute(this::turn);
    }
  }

  private void turn() {
    scheduled.set(false);
    Mailbox.Mail mail = mailbox.take();
    LoopState before = state;
    try {
      turn(mail);
    } catch (Throwable e) {
      // An Error too, like a stack overflow: half a turn must not be built upon.
      LOG.error(
          "A turn of the rebuild loop failed and is tried again; what was published serves on", e);
      state = before;
      mailbox.putBack(mail);
    }
  }

  private void turn(Mailbox.Mail mail) {
    long now = clock.millis();
    Programs programsBefore = state.programs();
    if (mail.pods() != null) {
      publishing.pods(mail.pods());
      state = state.pods(mail.pods());
    }
    Set<ObjectKey> replaced = state.replaced(mail);
    state = state.acknowledged(mail.answers()).forgetting(replaced).informed();
    var touched = new HashSet<>(programsBefore.open());
    touched.addAll(replaced);
    if (mail.started()) {
      touched.addAll(rebuild(mail, replaced, now));
    }
    state = state.with(state.programs().at(now, programmedWithin.toMillis()));
    tell(touched, now);
  }

  private Set<ObjectKey> rebuild(Mailbox.Mail mail, Set<ObjectKey> replaced, long now) {
    Isolation.Result result = isolation.translate(state.view(), mail.changes(), state.memo());
    state = state.translated(result);
    Translation translation = result.translation();
    publish(translation, result.deltas());
    translated = true;
    failed.keySet().removeAll(mail.changes().keys());
    result
        .failed()
        .forEach(
            (key, error) ->
                failed.put(key, new Failure(mail.changes().upserted().get(key), error)));
    Programs programs = state.programs();
    // An object that says what the one before it said has the same verdict, and yet begins anew.
    var begun = new HashSet<>(result.judged());
    begun.addAll(replaced);
    for (ObjectKey route : begun) {
      Verdict verdict = translation.verdicts().get(route);
      programs =
          verdict == null ? programs.without(route) : published(programs, route, verdict, now);
    }
    state = state.with(programs);
    var touched = new HashSet<>(result.judged());
    touched.addAll(result.failed().keySet());
    return touched;
  }

  private Programs published(Programs programs, ObjectKey route, Verdict verdict, long now) {
    StatusBefore.Told told = before.of(route);
    return programs.published(
        verdict,
        Objects.requireNonNullElse(published.get(verdict.fleet()), 0L),
        now,
        told.live(),
        told.observed() == verdict.generation());
  }

  /** A fleet without a route is published too: its pods can't be Ready before. */
  private void publish(Translation translation, Map<String, Delta> deltas) {
    var fleets = new HashSet<>(deltas.keySet());
    state.programs().pods().values().stream()
        .map(progress -> progress.pod().fleet())
        .filter(fleet -> !published.containsKey(fleet))
        .forEach(fleets::add);
    for (String fleet : fleets) {
      Delta delta = deltas.getOrDefault(fleet, Delta.NONE);
      published.put(fleet, publishing.publish(fleet, translation.content(fleet), delta));
    }
  }

  /** Who listens is told of a change until it has been taken. */
  private void tell(Set<ObjectKey> touched, long now) {
    for (ObjectKey route : touched) {
      Standing standing = stand(route, now);
      Standing last = standing == null ? standings.remove(route) : standings.put(route, standing);
      if (!Objects.equals(standing, last)) {
        untold.add(route);
        logUnresolved(standing, last);
      }
    }
    if (!untold.isEmpty()) {
      listener.changed(Set.copyOf(untold));
      untold.clear();
    }
  }

  /** Once for each time that they become others. */
  private static void logUnresolved(@Nullable Standing now, @Nullable Standing last) {
    if (now != null
        && (last == null || !now.verdict().unresolved().equals(last.verdict().unresolved()))) {
      for (Finding finding : now.verdict().unresolved()) {
        LOG.info("{}: {}: {}", now.verdict().route(), finding.reason(), finding.message());
      }
    }
  }

  private @Nullable Standing stand(ObjectKey route, long now) {
    Translation translation = state.translation();
    Verdict verdict = translation == null ? null : translation.verdicts().get(route);
    Failure failure = failed.get(route);
    if (failure != null && failure.object() instanceof RouteObject object) {
      return new Standing(
          object.uid(), failure.verdict(object, verdict), programming(route), false);
    }
    if (verdict == null) {
      return null;
    }
    Rollout rollout = state.programs().of(route);
    boolean undecided = rollout != null && verdict.isAccepted() && rollout.isUndecided(now);
    String uid = state.view().get(route) instanceof RouteObject object ? object.uid() : "";
    return new Standing(uid, verdict, programming(route), undecided);
  }

  private Programming programming(ObjectKey route) {
    Rollout rollout = state.programs().of(route);
    return rollout == null ? new Programming(State.Pending, 0, "") : rollout.programming();
  }
}
