package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.Filter.Step;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a rule's filters for one exchange, on its event loop. What a filter throws passes through to
 * whoever runs the chain: the exchange has to end then, rather than go on with what only some of
 * the filters have seen.
 */
public final class FilterChain {
  private static final Logger LOG = LoggerFactory.getLogger(FilterChain.class);

  private final List<Filter> filters;
  private final Exchange exchange;
  private final Then then;
  private final Executor guard;
  private int entered;
  private boolean abandoned;

  /** What comes after the request side; exactly one of these is called, once. */
  public interface Then {
    /** Every filter let it through. */
    void forward();

    /** A filter answered. {@link #onResponse} is still to be called with the answer's head. */
    void answer(LocalAnswer answer);
  }

  /**
   * Makes one.
   *
   * @param guard runs what happens once a filter that waited goes on, and takes what it throws
   */
  public FilterChain(List<Filter> filters, Exchange exchange, Then then, Executor guard) {
    this.filters = filters;
    this.exchange = exchange;
    this.then = then;
    this.guard = guard;
  }

  /** Runs the request side; called once. Returns early where a filter waits for something. */
  public void onRequest() {
    while (entered < filters.size()) {
      Filter filter = filters.get(entered);
      Step step = filter.onRequest(exchange);
      if (step instanceof Step.Proceed) {
        entered++;
        continue;
      }
      act(filter, step);
      return;
    }
    then.forward();
  }

  /** Runs the response side of every filter that let the request through, the last first. */
  public void onResponse(ResponseHead response) {
    while (entered > 0) {
      filters.get(--entered).onResponse(exchange, response);
    }
  }

  /** The exchange has ended some other way: what a filter still waits for no longer matters. */
  public void abandon() {
    abandoned = true;
  }

  private void act(Filter filter, @Nullable Step step) {
    switch (step) {
      case null -> throw new IllegalStateException(filter + " neither proceeds nor answers");
      case Step.Proceed _ -> {
        entered++;
        onRequest();
      }
      case Step.Answer(LocalAnswer answer) -> then.answer(answer);
      case Step.Wait(Filter.Later later) -> later.whenDone(new Resumption(filter)::resume);
    }
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
        guard.execute(() -> act(filter, step));
      }
    }
  }
}
