package dev.gatehouse.dataplane.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FilterChainTest {
  private final List<String> seen = new ArrayList<>();

  private final FilterChain.Then then =
      new FilterChain.Then() {
        @Override
        public void forward() {
          seen.add("forward");
        }

        @Override
        public void answer(LocalAnswer answer) {
          seen.add("answer " + answer.reason());
        }
      };

  private FilterChain chain(Filter... filters) {
    var head = new RequestHead("GET", "http", "a.example", "/", null, new Headers());
    var exchange =
        new Exchange(
            head,
            new Exchange.Client("192.0.2.1", "192.0.2.1", 1, "http"),
            new Exchange.Trace("t", "s", "01", "r"),
            0);
    return new FilterChain(List.of(filters), exchange, then, this::guard);
  }

  private void guard(Runnable step) {
    try {
      step.run();
    } catch (IllegalStateException e) {
      seen.add("guard saw " + e.getMessage());
    }
  }

  /** Says when it is asked, on both sides. */
  private Filter noting(String name, Filter.Step step) {
    return new Filter() {
      @Override
      public Step onRequest(Exchange exchange) {
        seen.add(name);
        return step;
      }

      @Override
      public void onResponse(Exchange exchange, ResponseHead response) {
        seen.add(name + " back");
      }
    };
  }

  private static ResponseHead response() {
    return new ResponseHead(200, new Headers());
  }

  @Test
  void goesInForwardAndOutBackward() {
    FilterChain chain = chain(noting("a", Filter.Step.PROCEED), noting("b", Filter.Step.PROCEED));

    chain.onRequest();

    chain.onResponse(response());

    assertEquals(List.of("a", "b", "forward", "b back", "a back"), seen);
  }

  @Test
  void anAnswerIsSeenByTheFiltersBeforeIt() {
    var answer = new Filter.Step.Answer(LocalAnswer.of(Reason.NO_BACKEND));
    FilterChain chain =
        chain(
            noting("a", Filter.Step.PROCEED),
            noting("b", answer),
            noting("c", Filter.Step.PROCEED));

    chain.onRequest();
    chain.onResponse(response());

    assertEquals(List.of("a", "b", "answer NO_BACKEND", "a back"), seen);
  }

  @Test
  void aFilterThatNeitherProceedsNorAnswersIsAFault() {
    FilterChain chain =
        chain(
            new Filter() {
              @Override
              @SuppressWarnings("NullAway") // What a filter compiled without NullAway may do.
              public Step onRequest(Exchange exchange) {
                return null;
              }
            });

    assertThrows(IllegalStateException.class, chain::onRequest);
    assertEquals(List.of(), seen);
  }

  @Test
  void goesOnWhereItWaitedAndNeverTwice() {
    var resume = new ArrayList<Consumer<Filter.Step>>();
    FilterChain chain =
        chain(noting("a", new Filter.Step.Wait(resume::add)), noting("b", Filter.Step.PROCEED));

    chain.onRequest();
    assertEquals(List.of("a"), seen);
    resume.getFirst().accept(Filter.Step.PROCEED);
    resume.getFirst().accept(Filter.Step.PROCEED);

    assertEquals(List.of("a", "b", "forward"), seen);
  }

  @Test
  void whatComesAfterTheExchangeHasEndedIsIgnored() {
    var resume = new ArrayList<Consumer<Filter.Step>>();
    FilterChain chain = chain(noting("a", new Filter.Step.Wait(resume::add)));

    chain.onRequest();
    chain.abandon();
    resume.getFirst().accept(Filter.Step.PROCEED);

    assertEquals(List.of("a"), seen);
  }

  @Test
  void whatFailsAfterAWaitIsSeenByTheGuard() {
    var resume = new ArrayList<Consumer<Filter.Step>>();
    FilterChain chain =
        chain(
            noting("a", new Filter.Step.Wait(resume::add)),
            _ -> {
              throw new IllegalStateException("on purpose");
            });

    chain.onRequest();
    resume.getFirst().accept(Filter.Step.PROCEED);

    assertEquals(List.of("a", "guard saw on purpose"), seen);
  }
}
