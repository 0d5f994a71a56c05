package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.Filter.Step;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a rule's filters for one exchange, on its event loop. A filter that throws, returns nothing
 * or goes on twice is a fault of the gateway: it is logged, and the client gets {@link
 * Reason#INTERNAL} rather than an answer that only some of the filters have seen.
 */
public final class FilterChain {
  private static final Logger LOG = LoggerFactory.getLogger(FilterChain.class);

  private final List<Filter> filters;
  private final Exchange exchange;
  private final Then then;
  private int entered;
  private boolean abandoned;

  /** What comes after the request side; exactly one of these is called, once. */
  public interface Then {
    /** Every filter let it through. */
    void forward();

    /** A filter answered. {@link #onResponse} is still to be called with the answer's head. */
    void answer(LocalAnswer answer);
  }

  public FilterChain(List<Filter> filters, Exchange exchange, Then then) {
    this.filters = filters;
    this.exchange = exchange;
    this.then = then;
  }

  /** Runs the request side; called once. Returns early where a filter waits for something. */
  public void onRequest() {
    while (entered < filters.size()) {
      Filter filter = filters.get(entered);
      Step step = step(filter);
      if (step instanceof Step.Proceed) {
        entered++;
        continue;
      }
      act(filter, step);
      return;
    }
    then.forward();
  }

  /**
   * Runs the response side of every filter that let the request through, the last first.
   *
   * @return what to answer instead, with no more filters, if one of them failed; usually null
   */
  public @Nullable LocalAnswer onResponse(ResponseHead response) {
    while (entered > 0) {
      Filter filter = filters.get(--entered);
      try {
        filter.onResponse(exchange, response);
      } catch (RuntimeException e) {
        LOG.error("{} failed on the response", filter, e);
        entered = 0;
        return LocalAnswer.of(Reason.INTERNAL);
      }
    }
    return null;
  }

  /** The exchange has ended some other way: what a filter still waits for no longer matters. */
  public void abandon() {
    abandoned = true;
  }

  private Step step(Filter filter) {
    try {
      return orFailure(filter, filter.onRequest(exchange));
    } catch (RuntimeException e) {
      LOG.error("{} failed on the request", filter, e);
      return failure();
    }
  }

  private void act(Filter filter, Step step) {
    switch (step) {
      case Step.Proceed _ -> {
        entered++;
        onRequest();
      }
      case Step.Answer(LocalAnswer answer) -> then.answer(answer);
      case Step.Wait(Filter.Later later) -> await(filter, later);
    }
  }

  private void await(Filter filter, Filter.Later later) {
    var resumption = new Resumption(filter);
    try {
      later.whenDone(resumption::resume);
    } catch (RuntimeException e) {
      if (resumption.over) {
        throw e;
      }
      LOG.error("{} failed to wait", filter, e);
      resumption.resume(failure());
    }
  }

  private static Step orFailure(Filter filter, @Nullable Step step) {
    if (step == null) {
      LOG.error("{} neither proceeds nor answers", filter);
      return failure();
    }
    return step;
  }

  private static Step failure() {
    return new Step.Answer(LocalAnswer.of(Reason.INTERNAL));
  }

  /** The end of one wait, which comes once. */
  private final class Resumption {
    private final Filter filter;
    private boolean over;

    Resumption(Filter filter) {
      this.filter = filter;
    }

    void resume(@Nullable Step step) {
      if (over) {
        LOG.error("{} resumes twice; the second time is ignored", filter);
        return;
      }
      over = true;
      if (!abandoned) {
        act(filter, orFailure(filter, step));
      }
    }
  }
}
