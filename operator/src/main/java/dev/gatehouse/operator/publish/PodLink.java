package dev.gatehouse.operator.publish;

import dev.gatehouse.operator.publish.PodState.Step;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Drives one pod's {@link PodState}: does what the state asks for, and tells the state what came of
 * it. Confined to the publisher's thread.
 */
final class PodLink {
  /** What all links share. */
  record Shared(
      Vertx vertx,
      PublishSettings settings,
      Epochs epochs,
      PodClient client,
      PublishMetrics metrics,
      PublishListener listener,
      RandomGenerator random) {}

  private final Shared shared;
  private final Fleet fleet;
  private final LongConsumer outbid;
  private Pod pod;
  private PodState state = PodState.NEW;
  private boolean closed;
  private @Nullable Ack told;
  private @Nullable Ack last;
  private PodReport.@Nullable Failure failure;

  /**
   * A link that does nothing before {@link #advance}.
   *
   * @param outbid is told an epoch that the fleet's has to exceed before the pod takes a push
   */
  PodLink(Shared shared, Fleet fleet, Pod pod, LongConsumer outbid) {
    this.shared = shared;
    this.fleet = fleet;
    this.pod = pod;
    this.outbid = outbid;
  }

  Pod pod() {
    return pod;
  }

  PodReport report() {
    return new PodReport(pod.name(), pod.pushAddress().toString(), pod.ready(), last, failure);
  }

  /** The same pod, seen again. One that has just become Ready isn't kept waiting. */
  void seen(Pod now) {
    boolean woke = now.ready() && !pod.ready();
    pod = now;
    if (woke) {
      wake();
    }
  }

  /** Why it was kept waiting may be gone. */
  void wake() {
    state = state.rested();
    advance();
  }

  /** Asks the pod whether it still serves what it acknowledged. */
  void check() {
    state = state.doubted();
    advance();
  }

  /** Does what is to be done next, if anything is. */
  void advance() {
    SnapshotVersion current = fleet.version();
    if (closed || current == null) {
      return;
    }
    switch (state.next(current)) {
      case Step.Stay() -> {}
      case Step.Outbid(long epoch) -> outbid.accept(epoch);
      case Step.Ask() -> {
        state = state.asking();
        shared.client.ask(pod).onSuccess(this::asked);
      }
      case Step.Send(String base) -> {
        PodState before = state;
        state = state.sending();
        fleet
            .parcel(base)
            .onSuccess(parcel -> send(parcel, before))
            .onFailure(e -> failed(state.refused(), "INTERNAL", String.valueOf(e)));
      }
    }
  }

  /** No later answer counts. */
  void close() {
    closed = true;
  }

  private void send(Parcel parcel, PodState before) {
    if (closed) {
      return;
    }
    if (!shared.epochs.areHeld()) {
      // The clock knows already that this process no longer leads, and the link is soon closed:
      // but for a renewal that is noted at this very moment.
      rest(before.unsent(), shared.settings.backoff(1, shared.random.nextDouble()));
      return;
    }
    long start = System.nanoTime();
    shared
        .client
        .send(pod, parcel)
        .onSuccess(
            answer -> {
              shared.metrics.pushed(parcel, resultOf(answer), System.nanoTime() - start);
              sent(parcel, answer);
            });
  }

  private void asked(Answer answer) {
    if (closed) {
      return;
    }
    switch (answer) {
      case Answer.Serves(Ack ack) when state.sent() && isCurrent(ack) && !ack.restored() ->
          acknowledged(ack);
      case Answer.Serves(Ack ack) -> {
        last = ack;
        state = state.told(ack);
        advance();
      }
      case Answer.Refuses(int _, String reason, String message) ->
          failed(state.lost(), reason, message);
      case Answer.Lost(String reason, String message) -> failed(state.lost(), reason, message);
    }
  }

  private void sent(Parcel parcel, Answer answer) {
    if (closed) {
      return;
    }
    switch (answer) {
      case Answer.Serves(Ack ack) when parcel.version().equals(ack.version()) -> acknowledged(ack);
      case Answer.Serves(Ack ack) ->
          failed(state.lost(), "UNEXPECTED_ANSWER", "acknowledges " + ack.version());
      case Answer.Refuses(int status, String reason, String message) ->
          failed(
              switch (status) {
                case 409 -> state.stale();
                case 412 -> state.baseMismatch();
                case 500, 502, 503, 504 -> state.lost();
                default -> state.refused();
              },
              reason,
              message);
      case Answer.Lost(String reason, String message) -> failed(state.lost(), reason, message);
    }
  }

  private boolean isCurrent(Ack ack) {
    return ack.version() != null && ack.version().equals(fleet.version());
  }

  /** Checks mostly hear what was heard before; the listener is told of changes alone. */
  private void acknowledged(Ack ack) {
    last = ack;
    failure = null;
    state = state.acknowledged(ack);
    advance();
    if (!ack.equals(told)) {
      told = ack;
      shared.listener.acknowledged(pod, ack);
    }
  }

  private void failed(PodState next, String reason, String message) {
    if (closed) {
      return;
    }
    if (!next.isResting()) {
      state = next;
      advance();
      return;
    }
    rest(next, backoff(next.failures(), reason));
    var now = new PodReport.Failure(reason, message);
    boolean isNews = !now.equals(failure);
    failure = now;
    // What it acknowledges once it is back is news again.
    told = null;
    shared.metrics.failed(reason);
    if (isNews) {
      shared.listener.failing(pod, reason, message);
    }
  }

  private void rest(PodState resting, Duration time) {
    state = resting;
    shared.vertx.setTimer(
        time.toMillis(),
        _ -> {
          if (state.equals(resting)) {
            state = state.rested();
            advance();
          }
        });
  }

  private Duration backoff(int failures, String reason) {
    double chance = shared.random.nextDouble();
    return reason.equals(PodClient.UNREACHABLE) && !pod.ready()
        ? shared.settings.startBackoff(failures, chance)
        : shared.settings.backoff(failures, chance);
  }

  private static String resultOf(Answer answer) {
    return switch (answer) {
      case Answer.Serves _ -> "live";
      case Answer.Refuses(int _, String reason, String _) -> reason;
      case Answer.Lost(String reason, String _) -> reason;
    };
  }
}
