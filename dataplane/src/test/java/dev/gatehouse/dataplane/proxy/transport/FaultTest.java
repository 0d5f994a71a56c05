package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.proxy.FaultLog;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the gateway itself gets wrong, seen from outside. */
@Timeout(30)
class FaultTest {
  private final FaultLog log = new FaultLog();

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void anErrorInAFilterIsA500AndTheConnectionServesOn() throws Exception {
    assertFailsAlone(
        exchange -> {
          if (exchange.originalPath().equals("/bad")) {
            throw new StackOverflowError("on purpose");
          }
          return Filter.Step.PROCEED;
        });
  }

  @Test
  void aRequestThatCantBeWrittenIsA500() throws Exception {
    assertFailsAlone(
        exchange -> {
          if (exchange.originalPath().equals("/bad")) {
            exchange.request().headers().add("x-bad", "a\nb");
          }
          return Filter.Step.PROCEED;
        });
  }

  @Test
  void anAnswerThatCantBeWrittenIsA500WithNothingOfItLeft() throws Exception {
    assertFailsAlone(
        new Filter() {
          @Override
          public Step onRequest(Exchange exchange) {
            return Step.PROCEED;
          }

          @Override
          public void onResponse(Exchange exchange, ResponseHead response) {
            if (exchange.originalPath().equals("/bad")) {
              response.headers().set("content-length", "12345").add("x-bad", "a\nb");
            }
          }
        });
  }

  private void assertFailsAlone(Filter filter) throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(TestSettings.standard(), Routes.through(filter), backend);
        var client = gateway.client()) {
      assertEquals("ok", client.get("/").body());
      assertNull(gateway.outcome().reason());

      Message answer = client.get("/bad");

      assertEquals(500, answer.status());
      assertTrue(answer.body().contains("\"INTERNAL\""), answer.body());
      assertEquals(Reason.INTERNAL, gateway.outcome().reason());
      assertEquals("ok", client.get("/").body());
      assertEquals(1, log.faults().size());
    }
  }
}
