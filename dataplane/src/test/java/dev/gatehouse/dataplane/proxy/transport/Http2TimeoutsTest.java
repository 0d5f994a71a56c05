package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a client of HTTP/2 may take for a head, or ask nothing. */
@Timeout(60)
class Http2TimeoutsTest {
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int NO_ERROR = 0;

  private static Gateway impatient(Backend backend) {
    return new Gateway(
        new TestSettings()
            .timeouts(
                new ProxySettings.Timeouts(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1)))
            .build(),
        Routes.all(),
        backend);
  }

  @Test
  void aHeadThatIsNotFinishedInTimeEndsTheConnection() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = impatient(backend);
        var client = gateway.frames()) {
      client.readUntil(() -> !client.settings().isEmpty());
      client.send(Frame.HEADERS, 0, 1, (byte) 0x82);

      assertEquals(ENHANCE_YOUR_CALM, client.end());
    }
  }

  @Test
  void aFrameThatIsNotFinishedInTimeEndsTheConnection() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = impatient(backend);
        var client = gateway.frames()) {
      client.post(1, "/").bytes(new byte[] {0, 0, 1, Frame.HEADERS});

      assertEquals(ENHANCE_YOUR_CALM, client.end());
      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
    }
  }

  @Test
  void anIdleConnectionIsEndedInGoodOrder() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = impatient(backend);
        var client = gateway.frames()) {
      client.get(1, "/").answer(1);

      assertEquals(NO_ERROR, client.end());
      assertEquals(2, client.goAways().size());
    }
  }

  @Test
  void whoDoesNotSayThatItHeardIsNotWaitedFor() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = impatient(backend);
        var client = gateway.frames().leavesPings()) {
      assertEquals(NO_ERROR, client.end());
    }
  }

  /** It asks nothing, however often it pings. */
  @Test
  void pingsKeepNoConnection() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = impatient(backend);
        var client = gateway.frames()) {
      while (!client.isEnded() && client.goAways().isEmpty()) {
        int before = client.pings().size();
        client.send(Frame.PING, 0, 0, new byte[8]).readUntil(() -> client.pings().size() > before);
      }
      assertFalse(client.goAways().isEmpty());
    }
  }
}
