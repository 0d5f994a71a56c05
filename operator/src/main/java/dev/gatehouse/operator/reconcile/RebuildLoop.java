package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.translate.Translation;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes in; contents to publish and standings of routes out. Until it is told to lead it makes
 * contents only, and follows by the statuses what becomes of them. One turn at a time: what comes
 * in while a turn runs is merged into the next, so that a quiet system acts at once and a busy one
 * batches. All public methods may be called from any thread and don't block.
 */
public final class RebuildLoop implements PublishListener {
  private static final Logger LOG = LoggerFactory.getLogger(RebuildLoop.class);

  private final Mailbox mailbox = new Mailbox();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Isolation isolation;
  private final Publishing publishing;
  private final Outbox outbox;
  private final StatusBefore before;
  private final Standings standings;
  private final Executor executor;
  private final InstantSource clock;
  private final Duration programmedWithin;
  // New ones after each turn, for the reason that Mailbox tells.
  private Set<ObjectKey> unbegun = new HashSet<>();
  private Set<ObjectKey> touched = new HashSet<>();
  private LoopState state;
  private boolean leads;
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
    this.outbox = new Outbox(publishing);
    this.before = before;
    this.standings = new Standings(listener, programmedWithin);
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

  /**
   * This process leads: what it publishes reaches pods, and routes stand as these answer. Comes
   * before anything that they answer.
   */
  public void lead() {
    mailbox.leads(true);
    schedule();
  }

  /** Another process leads, as at the start. */
  public void follow() {
    mailbox.leads(false);
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

  /** How a route stands; null for one that is not there, and while another process leads. */
  public @Nullable Standing standing(ObjectKey route) {
    return standings.of(route);
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
    try {
      take(mail);
    } catch (RuntimeException | Error e) {
      mailbox.putBack(mail);
      LOG.error("What came in is not acted on yet, and what was published serves on", e);
      return;
    }
    try {
      act(clock.millis());
    } catch (RuntimeException | Error e) {
      LOG.error("What was translated is not published yet, or not told", e);
    }
  }

  /** All of it or, where that fails, nothing. Without the first listing, nothing is translated. */
  private void take(Mailbox.Mail mail) {
    Set<ObjectKey> replaced = state.replaced(mail);
    LoopState next = mail.turned() ? state.handedOver() : state;
    next = mail.pods() == null ? next : next.pods(mail.pods(), mail.leads());
    next = next.acknowledged(mail.answers()).forgetting(replaced).informed();
    Isolation.Result result = null;
    if (mail.heard() || state.translation() != null) {
      boolean heardByOthers = state.translation() == null || !mail.leads();
      next = heardByOthers ? next.doubting(mail.changes(), before) : next;
      result = isolation.translate(next.view(), mail.changes(), next.memo());
      next = next.translated(result);
    }
    if (mail.pods() != null) {
      publishing.pods(mail.pods());
    }
    if (result != null) {
      outbox.add(result.deltas());
      unbegun.addAll(result.judged());
    }
    if (result != null && mail.heard()) {
      mailbox.hold(result.held());
    }
    // An object that says what the one before it said has the same verdict, and yet begins anew.
    unbegun.addAll(replaced);
    touched.addAll(state.programs().open());
    state = next;
    leads = mail.leads();
    takeOver(mail);
  }

  private void takeOver(Mailbox.Mail mail) {
    if (!leads) {
      // It may be nothing but the status that changed.
      unbegun.addAll(mail.changes().upserted().keySet());
    }
    if (mail.turned()) {
      standings.clear();
      if (state.translation() != null) {
        unbegun.addAll(state.translation().verdicts().keySet());
      }
    }
  }

  /** What fails of it is done in the next turn. */
  private void act(long now) {
    Translation translation = state.translation();
    if (translation != null) {
      outbox.publish(translation, state.programs().fleets());
      translated = true;
      begin(translation, now);
    }
    state = state.with(state.programs().at(now, programmedWithin.toMillis()));
    if (leads) {
      standings.review(touched, state, now);
    }
    touched = new HashSet<>();
    standings.tell();
  }

  private void begin(Translation translation, long now) {
    Programs programs = state.programs();
    for (ObjectKey route : unbegun) {
      Verdict verdict = translation.verdicts().get(route);
      programs =
          verdict == null ? programs.without(route) : published(programs, route, verdict, now);
    }
    state = state.with(programs);
    touched.addAll(unbegun);
    unbegun = new HashSet<>();
  }

  private Programs published(Programs programs, ObjectKey route, Verdict verdict, long now) {
    StatusBefore.Told told = before.of(route);
    boolean hasStatus = told.observed() == verdict.generation();
    long sequence = outbox.sequence(verdict.fleet());
    return leads
        ? programs.published(verdict, sequence, now, told.live(), hasStatus)
        : programs.followed(verdict, told.live(), hasStatus);
  }
}
