package dev.gatehouse.e2e.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.snapshot.identity.Party;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class WhoMayPushTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String REFUSED = "gatehouse_push_tls_refused_total";

  /** Everybody who can reach the port and is not the operator. */
  enum Stranger {
    IN_THE_CLEAR,
    ANONYMOUS,
    OF_ANOTHER_AUTHORITY,
    A_POD,
    EXPIRED,
    IN_OLD_TLS
  }

  private final Vertx vertx = Vertx.vertx();
  private final Ends ends = new Ends();
  @TempDir Path folder;
  private Mount mount;
  private SecuredPod pod;
  private PushPort operator;

  @BeforeEach
  void serve() throws Exception {
    mount = new Mount(folder);
    mount.put(ends.mounted(ends.dataPlane()));
    pod = new SecuredPod(vertx, mount, Ends.CLOCK);
    operator = PushPort.as(ends.operatorGoingBy(ends.operator()), pod.pushPort());
    assertEquals(200, operator.put(Snapshots.whole(1, "the operator's")).statusCode());
  }

  @AfterEach
  void close() {
    operator.close();
    pod.close();
    vertx.close().await();
  }

  @Test
  void theOperatorPushes() throws Exception {
    assertEquals(200, operator.put(Snapshots.whole(2, "its next")).statusCode());

    assertEquals("its next", pod.traffic("/hello").body());
    assertEquals(0, pod.metric(REFUSED));
  }

  @ParameterizedTest
  @EnumSource
  void nobodyElseDoes(Stranger stranger) throws Exception {
    String before = operator.served().body();

    try (PushPort port = port(stranger)) {
      assertThrows(IOException.class, () -> port.put(Snapshots.whole(2, "a stranger's")));
      assertThrows(IOException.class, port::served);
    }

    assertEquals(before, operator.served().body());
    assertEquals("the operator's", pod.traffic("/hello").body());
    Eventually.until("it is counted", PATIENCE, () -> pod.metric(REFUSED) >= 2);
  }

  @Test
  void aConnectionEndsWithItsAuthority() throws Exception {
    String before = operator.served().body();
    var others = new Ends();
    mount.put(others.mounted(others.dataPlane()));
    Eventually.until("the files are taken over", PATIENCE, () -> pod.reloads() == 2);

    HttpResponse<String> answer = operator.put(Snapshots.whole(2, "too late"));

    assertEquals(403, answer.statusCode());
    assertTrue(answer.body().contains("\"UNTRUSTED\""), answer::body);
    assertEquals("the operator's", pod.traffic("/hello").body());
    assertThrows(IOException.class, operator::served, "nor is there a new connection");
    try (var other = PushPort.as(others.operatorGoingBy(others.operator()), pod.pushPort())) {
      assertEquals(before, other.served().body());
    }
  }

  @Test
  void eachPortServesItsOwnAlone() throws Exception {
    for (String path : new String[] {"/hello", "/metrics", "/readyz", "/livez", "/v1/config"}) {
      assertEquals(404, operator.get(path).statusCode(), path);
    }
    assertEquals(404, pod.traffic("/v1/snapshot").statusCode());
    assertEquals(404, pod.observe("/v1/snapshot").statusCode());
  }

  private PushPort port(Stranger stranger) {
    int port = pod.pushPort();
    return switch (stranger) {
      case IN_THE_CLEAR -> PushPort.plain(port);
      case ANONYMOUS -> PushPort.anonymously(ends.operatorGoingBy(ends.operator()), port);
      case OF_ANOTHER_AUTHORITY -> PushPort.as(ends.operatorGoingBy(new Ends().operator()), port);
      case A_POD -> PushPort.as(ends.operatorGoingBy(ends.dataPlane()), port);
      case EXPIRED -> PushPort.as(ends.operatorGoingBy(ends.expired(Party.OPERATOR)), port);
      case IN_OLD_TLS -> PushPort.inOldTls(ends.operatorGoingBy(ends.operator()), port);
    };
  }
}
