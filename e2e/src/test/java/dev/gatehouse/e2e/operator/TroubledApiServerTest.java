package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiProxy;
import dev.gatehouse.e2e.apiserver.ApiProxy.Trouble;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fault 3: an API server that is slow, or has no time, or fails. */
@WithApiServer
class TroubledApiServerTest {
  /**
   * Of six watches, a Lease and statuses; whoever tries without pause asks a hundred times that.
   */
  private static final double REQUESTS_PER_SECOND = 25;

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(6);
  private static final Duration AFTERWARDS = Duration.ofSeconds(10);

  private final ApiProxy proxy;
  private final Gateway gateway;

  TroubledApiServerTest(ApiServer api) {
    proxy = new ApiProxy(api);
    gateway = new Gateway(api, "troubled", proxy.config());
  }

  @BeforeEach
  void routesAreServed() {
    gateway.backend("v1");
    gateway.backend("v2");
    gateway.route("kept", "/kept", "v1");
    gateway.route("edited", "/edited", "v1");
    gateway.awaitProgrammed("kept");
    gateway.awaitProgrammed("edited");
  }

  @AfterEach
  void close() {
    gateway.close();
    proxy.close();
  }

  static Stream<Trouble> troubles() {
    return Stream.of(
        new Trouble.Slow(Duration.ofSeconds(5)),
        new Trouble.Refusing(429),
        new Trouble.Refusing(500),
        new Trouble.Refusing(503));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void isAskedNowAndThenAndNoChangeIsLost(Trouble trouble) {
    proxy.trouble(trouble);
    long before = proxy.requests();
    long since = System.nanoTime();
    gateway.route("edited", "/edited", "v2");
    gateway.route("created", "/created", "v2");
    Eventually.until(
        "the trouble lasts",
        Gateway.PATIENCE,
        () -> System.nanoTime() - since > LONG_ENOUGH.toNanos());

    double asked = proxy.requests() - before;
    double seconds = (System.nanoTime() - since) / 1e9;
    assertTrue(asked > 5, () -> asked + " requests");
    assertTrue(asked < REQUESTS_PER_SECOND * seconds, () -> asked + " in " + seconds + " s");
    assertEquals("200 v1", gateway.get("/kept"));

    proxy.trouble(Trouble.NONE);
    gateway.awaitAnswer("/edited", "200 v2", AFTERWARDS);
    gateway.awaitAnswer("/created", "200 v2", AFTERWARDS);
    gateway.awaitProgrammed("edited");
    gateway.awaitProgrammed("created");
  }
}
