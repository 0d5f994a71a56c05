package dev.gatehouse.e2e.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.publish.Publisher;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.identity.ChannelIdentity;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Party;
import dev.gatehouse.snapshot.identity.PinnedTrust;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A snapshot holds Secrets: the operator gives it to nobody but a data-plane pod. */
@Timeout(60)
class PodIdentityTest {
  /** Whoever may have come by a pod's address. */
  enum Impostor {
    IN_THE_CLEAR("speaks no TLS"),
    OF_ANOTHER_AUTHORITY("not a valid certificate of an authority that is trusted"),
    THE_OPERATOR_ITSELF("not the certificate of dataplane.gatehouse.internal"),
    EXPIRED("not a valid certificate of an authority that is trusted: validity check failed"),
    IN_OLD_TLS("(protocol_version)");

    final String complaint;

    Impostor(String complaint) {
      this.complaint = complaint;
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final Ends ends = new Ends();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void aPodIsPushedTo(@TempDir Path folder) throws Exception {
    var mount = new Mount(folder);
    mount.put(ends.mounted(ends.dataPlane()));
    try (var pod = new SecuredPod(vertx, mount, Ends.CLOCK);
        Publisher publisher = publisher()) {
      publisher.identity(ends.operatorGoingBy(ends.operator()));
      push(publisher, pod.pushPort());

      assertEquals("live", told.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aPodThatTakesTheOperatorForAnotherIsReported(@TempDir Path folder) throws Exception {
    var mount = new Mount(folder);
    mount.put(ends.mounted(ends.dataPlane()));
    try (var pod = new SecuredPod(vertx, mount, Ends.CLOCK);
        Publisher publisher = publisher()) {
      publisher.identity(ends.operatorGoingBy(new Ends().operator()));
      push(publisher, pod.pushPort());

      // Where its alert meets what is being sent, the connection seems broken by itself.
      String failure;
      do {
        failure = String.valueOf(told.poll(20, TimeUnit.SECONDS));
      } while (failure.startsWith("UNREACHABLE: "));
      assertTrue(failure.startsWith("UNTRUSTED: "), failure);
    }
  }

  @Test
  void nobodyIsPushedToWithoutACertificate() throws Exception {
    try (Publisher publisher = publisher()) {
      push(publisher, start(Impostor.OF_ANOTHER_AUTHORITY));

      assertEquals(
          "NO_IDENTITY: this operator has no certificate to push under yet",
          told.poll(20, TimeUnit.SECONDS));
    }
    assertEquals(0, asked.get());
  }

  @ParameterizedTest
  @EnumSource
  void nobodyElseIs(Impostor impostor) throws Exception {
    try (Publisher publisher = publisher()) {
      publisher.identity(ends.operatorGoingBy(ends.operator()));
      push(publisher, start(impostor));

      String failure = String.valueOf(told.poll(20, TimeUnit.SECONDS));
      assertTrue(failure.startsWith("UNTRUSTED: " + impostor.complaint), failure);
    }
    assertEquals(0, asked.get(), "requests that it got to see");
  }

  private int start(Impostor impostor) {
    var tls = new ServerSSLOptions();
    Credential own =
        switch (impostor) {
          case IN_THE_CLEAR, IN_OLD_TLS -> ends.dataPlane();
          case OF_ANOTHER_AUTHORITY -> new Ends().dataPlane();
          case THE_OPERATOR_ITSELF -> ends.operator();
          case EXPIRED -> ends.expired(Party.DATA_PLANE);
        };
    var presented =
        new ChannelIdentity(own, new PinnedTrust(Party.OPERATOR, List.of(), Ends.CLOCK));
    tls.setKeyCertOptions(KeyCertOptions.wrap(presented.keys()));
    if (impostor == Impostor.IN_OLD_TLS) {
      tls.setEnabledSecureTransportProtocols(Set.of("TLSv1.2"));
    }
    var config = new HttpServerConfig().setTcpHost("127.0.0.1").setTcpPort(0);
    return (impostor == Impostor.IN_THE_CLEAR
            ? vertx.createHttpServer(config)
            : vertx.createHttpServer(config, tls))
        .requestHandler(
            request -> {
              asked.incrementAndGet();
              request.response().end();
            })
        .listen()
        .await()
        .actualPort();
  }

  private Publisher publisher() {
    var listener =
        new PublishListener() {
          @Override
          public void acknowledged(Pod pod, Ack ack) {
            told.add("live");
          }

          @Override
          public void failing(Pod pod, String reason, String message) {
            told.add(reason + ": " + message);
          }
        };
    return new Publisher(
        vertx,
        PublishSettings.STANDARD,
        seen -> Future.succeededFuture(seen + 1),
        listener,
        new SimpleMeterRegistry(),
        new Random(1));
  }

  private static void push(Publisher publisher, int port) {
    publisher.lead();
    publisher.pods(
        Set.of(new Pod("pod", "default", URI.create("https://127.0.0.1:" + port), true)));
    Encoded route = Snapshots.greeting("hello");
    publisher.publish(
        "default", Map.of(route.id(), route), SnapshotHash.of(List.of(route)), Delta.NONE);
  }
}
