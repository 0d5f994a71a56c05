package dev.gatehouse.dataplane.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.route.RouteTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever throws, and wherever: the request ends, and nothing else does. */
class FaultsTest {
  /** What may be thrown by code that is right but for its input. */
  enum Fault {
    STACK_OVERFLOW {
      @Override
      RuntimeException raise() {
        boolean matches = Pattern.matches("(a|b)*", "ab".repeat(1_000_000));
        return new IllegalStateException("the stack is deep enough: " + matches);
      }
    },
    OUT_OF_MEMORY {
      @Override
      RuntimeException raise() {
        throw new OutOfMemoryError("on purpose");
      }
    },
    EXCEPTION {
      @Override
      RuntimeException raise() {
        throw new IllegalStateException("on purpose");
      }
    };

    /** Never returns. */
    abstract RuntimeException raise();
  }

  private final Error broken = new AssertionError("on purpose");
  private final FaultLog log = new FaultLog();

  @AfterEach
  void close() {
    log.close();
  }

  @ParameterizedTest
  @EnumSource
  void inTheMatch(Fault fault) {
    List<RouteTable> tables = new ArrayList<>(List.of(Routes.all()));
    var gateway =
        new MemoryGateway(
            TestSettings.standard(),
            () -> {
              if (tables.isEmpty()) {
                throw fault.raise();
              }
              return tables.removeFirst();
            },
            1);
    MemoryClient whole = gateway.send(MemoryClient.get("/"));

    MemoryClient client = gateway.send(MemoryClient.get("/"));
    gateway.lastConnection().answer(200, "ok");

    assertFailed(client);
    assertEquals("ok", whole.answerBody().text());
    assertNothingIsLeft(gateway);
  }

  @ParameterizedTest
  @EnumSource
  void inAFilterOfRequests(Fault fault) {
    assertFailsAlone(
        _ -> {
          throw fault.raise();
        });
  }

  @ParameterizedTest
  @EnumSource
  void inAFilterThatIsToWait(Fault fault) {
    assertFailsAlone(
        _ ->
            new Filter.Step.Wait(
                _ -> {
                  throw fault.raise();
                }));
  }

  @ParameterizedTest
  @EnumSource
  void afterAFilterThatWaited(Fault fault) {
    var resume = new ArrayList<Consumer<Filter.Step>>();
    var gateway =
        new MemoryGateway(
            Routes.through(
                _ -> new Filter.Step.Wait(resume::add),
                _ -> {
                  throw fault.raise();
                }),
            1);
    MemoryClient client = gateway.send(MemoryClient.get("/"));
    resume.getFirst().accept(Filter.Step.PROCEED);

    assertFailed(client);
    assertNothingIsLeft(gateway);
  }

  @ParameterizedTest
  @EnumSource
  void inAFilterOfAnswers(Fault fault) {
    var gateway = new MemoryGateway(Routes.through(failingOnTheWayOut(fault)), 1);
    MemoryClient client = gateway.send(MemoryClient.get("/"));
    gateway.lastConnection().head(200);

    assertFailed(client);
    assertTrue(gateway.lastConnection().closed(), "its body is not read");
    assertNothingIsLeft(gateway);
  }

  @ParameterizedTest
  @EnumSource
  void inAFilterOfAnswersOfOurOwn(Fault fault) {
    var gateway = new MemoryGateway(Routes.through(failingOnTheWayOut(fault)), 0);

    assertFailed(gateway.send(MemoryClient.get("/")));
    assertNothingIsLeft(gateway);
  }

  @Test
  void inTheBeginningOfAnAnswer() {
    var gateway = new MemoryGateway(Routes.all(), 1);
    MemoryClient client = gateway.send(MemoryClient.get("/").breakAnswers(broken));
    gateway.lastConnection().head(200);

    assertFailed(client);
    assertNothingIsLeft(gateway);
  }

  @Test
  void inEveryBeginningOfAnAnswer() {
    var gateway = new MemoryGateway(Routes.all(), 1);
    var other = new AssertionError("of the answer in its place");
    MemoryClient client = gateway.send(MemoryClient.get("/").breakAnswers(broken, other));
    gateway.lastConnection().head(200);

    assertTrue(client.aborted());
    assertEquals(Reason.INTERNAL, gateway.outcome().reason());
    assertEquals(List.of(broken), log.faults());
    assertNothingIsLeft(gateway);
  }

  @Test
  void inTheMiddleOfAnAnswer() {
    var gateway = new MemoryGateway(Routes.all(), 1);
    MemoryClient client = gateway.send(MemoryClient.get("/"));
    MemorySource body = gateway.lastConnection().head(200).chunk("half");
    client.answerBody().breakWith(broken);
    body.chunk("more");

    assertTrue(client.aborted());
    assertFalse(client.answerBody().ended(), "a cut answer must not look whole");
    assertEquals(Reason.INTERNAL, gateway.outcome().reason());
    assertEquals(List.of(broken), log.faults());
    assertNothingIsLeft(gateway);
  }

  @Test
  void inTheMiddleOfARequest() {
    var gateway = new MemoryGateway(Routes.all(), 1);
    MemoryClient client = gateway.send(MemoryClient.post("/"));
    gateway.lastConnection().requestBody().breakWith(broken);
    client.body().chunk("half").end();

    assertFailed(client);
    assertTrue(client.closes());
    assertNothingIsLeft(gateway);
  }

  @Test
  void whileAHeadIsRead() {
    var gateway = new MemoryGateway(Routes.all(), 1);
    var client =
        new MemoryClient("GET", "/", new Headers(), false) {
          private boolean asked;

          @Override
          public Reception.Peer peer() {
            if (!asked) {
              asked = true;
              throw broken;
            }
            return super.peer();
          }
        };
    gateway.send(client);

    assertFailed(client);
    assertTrue(client.closes());
    assertNothingIsLeft(gateway);
  }

  @Test
  void whileAStalledRequestIsEnded() {
    var gateway = new MemoryGateway(Routes.all(), 1);
    MemoryClient failing = gateway.send(MemoryClient.post("/").breakAnswers(broken, broken));
    MemoryClient stalled = gateway.send(MemoryClient.post("/"));
    gateway.handler().sweep();
    gateway.timers().advance(Duration.ofMinutes(10));
    gateway.handler().sweep();

    assertTrue(failing.aborted());
    assertEquals(408, stalled.status());
    assertNothingIsLeft(gateway);
  }

  private static Filter failingOnTheWayOut(Fault fault) {
    return new Filter() {
      @Override
      public Step onRequest(Exchange exchange) {
        return Step.PROCEED;
      }

      @Override
      public void onResponse(Exchange exchange, ResponseHead response) {
        throw fault.raise();
      }
    };
  }

  private void assertFailsAlone(Filter filter) {
    var gateway =
        new MemoryGateway(
            Routes.through(
                exchange ->
                    exchange.originalPath().equals("/bad")
                        ? filter.onRequest(exchange)
                        : Filter.Step.PROCEED),
            1);
    MemoryClient running = gateway.send(MemoryClient.get("/"));

    assertFailed(gateway.send(MemoryClient.get("/bad")));
    gateway.lastConnection().answer(200, "ok");

    assertEquals("ok", running.answerBody().text());
    assertNothingIsLeft(gateway);
  }

  private void assertFailed(MemoryClient client) {
    assertEquals(500, client.status());
    assertTrue(client.answerBody().text().contains("\"INTERNAL\""), client.answerBody().text());
    assertFalse(client.aborted());
    assertEquals(1, log.faults().size());
  }

  private static void assertNothingIsLeft(MemoryGateway gateway) {
    assertEquals(0, gateway.inFlight());
    assertEquals(0, gateway.timers().pending());
    assertEquals(0, gateway.handler().running());
  }
}
