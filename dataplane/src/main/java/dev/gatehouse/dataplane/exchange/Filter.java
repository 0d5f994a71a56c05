package dev.gatehouse.dataplane.exchange;

import java.util.function.Consumer;

/**
 * One step of a rule, compiled. One instance serves many requests at once on all event loops, so it
 * holds no state of a request; what has to be kept belongs in the {@link Exchange}.
 */
public interface Filter {
  /**
   * Sees the request before it is forwarded, and may change its head.
   *
   * @return whether to go on; there is no way to return without having said so
   */
  Step onRequest(Exchange exchange);

  /**
   * Sees the answer's head before it goes to the client: the backend's, or one that a later filter
   * gave.
   */
  default void onResponse(Exchange exchange, ResponseHead response) {}

  /** What happens next. */
  sealed interface Step {
    Step PROCEED = new Proceed();

    /** The next filter, or the backend. */
    record Proceed() implements Step {}

    /** No backend is asked; the response side of the filters before this one still runs. */
    record Answer(LocalAnswer answer) implements Step {}

    /**
     * Something has to be asked first. The chain waits until {@code resume} is called once, on the
     * exchange's event loop, with {@link Proceed} or {@link Answer}; the request's timeout goes on
     * running.
     */
    record Wait(Later later) implements Step {}
  }

  /** Something that is under way. */
  @FunctionalInterface
  interface Later {
    void whenDone(Consumer<Step> resume);
  }
}
