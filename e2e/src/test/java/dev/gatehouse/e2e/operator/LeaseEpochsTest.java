package dev.gatehouse.e2e.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.apiserver.ApiProxy;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import dev.gatehouse.operator.reconcile.LeaseEpochs;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithApiServer
class LeaseEpochsTest {
  private static final String ANNOTATION = "gatehouse.dev/epoch";

  private final ApiServer api;
  private final String namespace;
  private final Vertx vertx = Vertx.vertx();
  private final ApiProxy proxy;
  private final KubernetesClient slowClient;
  private final KubernetesClient quickClient;
  private final LeaseEpochs slow;
  private final LeaseEpochs quick;

  LeaseEpochsTest(ApiServer api) {
    this.api = api;
    namespace = api.namespace("epochs");
    proxy = new ApiProxy(api);
    slowClient = OperatorClient.of(proxy.config());
    quickClient = OperatorClient.of(api.client().getConfiguration());
    slow = new LeaseEpochs(vertx, slowClient, namespace, "gatehouse");
    quick = new LeaseEpochs(vertx, quickClient, namespace, "gatehouse");
  }

  @AfterEach
  void close() {
    api.start();
    slowClient.close();
    quickClient.close();
    proxy.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void eachClaimIsHigherThanTheLastAndThanWhatPodsHaveSeen() {
    assertEquals(1, claim(quick, 0));
    assertEquals(2, claim(slow, 0));
    assertEquals(41, claim(quick, 40));
    assertEquals(42, claim(slow, 7));
    assertEquals("42", written());
  }

  @Test
  void ofTwoThatMakeTheLeaseAtOnceOneFails() {
    proxy.before(write -> write.method().equals("POST"), () -> assertEquals(1, claim(quick, 0)));

    assertEquals(409, refused(slow));
    assertEquals("1", written());
    assertEquals(2, claim(slow, 0));
  }

  @Test
  void whoHasReadAnOlderLeaseFails() {
    claim(quick, 0);
    proxy.before(write -> write.method().equals("PUT"), () -> assertEquals(2, claim(quick, 0)));

    assertEquals(409, refused(slow));
    assertEquals("2", written());
    assertEquals(3, claim(slow, 0));
  }

  @Test
  void aLeaseThatSomebodyElseRenewedIsAnOlderOneToo() {
    claim(quick, 0);
    proxy.before(
        write -> write.method().equals("PUT"),
        () ->
            api.client()
                .leases()
                .inNamespace(namespace)
                .withName("gatehouse")
                .edit(
                    lease ->
                        new LeaseBuilder(lease)
                            .editSpec()
                            .withHolderIdentity("another")
                            .endSpec()
                            .build()));

    assertEquals(409, refused(slow));
    assertEquals(2, claim(slow, 0));
    assertEquals(
        "another",
        api.client()
            .leases()
            .inNamespace(namespace)
            .withName("gatehouse")
            .get()
            .getSpec()
            .getHolderIdentity());
  }

  @Test
  void aLeaseThatIsDeletedMeanwhileIsMadeAgainAboveWhatPodsHaveSeen() {
    claim(quick, 10);
    proxy.before(
        write -> write.method().equals("PUT"),
        () -> api.client().leases().inNamespace(namespace).withName("gatehouse").delete());

    int code = refused(slow);
    assertTrue(code == 404 || code == 409, "code " + code);
    assertEquals(12, claim(slow, 11));
    assertEquals("12", written());
  }

  @Test
  void manyAtOnceNeverGetTheSame() throws Exception {
    var claimed = new HashSet<Long>();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> all =
          LongStream.range(0, 8).mapToObj(_ -> many.submit(this::claimFive)).toList();
      for (Future<List<Long>> one : all) {
        for (long epoch : one.get()) {
          assertTrue(claimed.add(epoch), "twice: " + epoch);
        }
      }
    }
    assertEquals(40, claimed.size());
    assertEquals("40", written());
  }

  @Test
  void withoutAnApiServerThereIsNoneAndAfterwardsAHigherOne() {
    claim(quick, 0);
    api.stop();

    assertInstanceOf(KubernetesClientException.class, failure(quick));

    api.start();
    assertEquals(2, claim(quick, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "seven", "1.5", "-1", "9223372036854775807", "99999999999999999999"})
  void whatIsNoEpochIsLeftAloneAndNamed(String text) {
    api.client()
        .leases()
        .inNamespace(namespace)
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("gatehouse")
                .withAnnotations(Map.of(ANNOTATION, text))
                .endMetadata()
                .build())
        .create();

    Throwable failure = failure(quick);
    assertEquals(
        "annotation gatehouse.dev/epoch of Lease "
            + namespace
            + "/gatehouse is not an epoch: "
            + text
            + "; remove it, and a new one is taken above all that pods have seen",
        failure.getMessage());
    assertEquals(text, written());
  }

  private List<Long> claimFive() {
    return LongStream.range(0, 5).mapToObj(_ -> claimUntilTaken()).toList();
  }

  private long claimUntilTaken() {
    while (true) {
      try {
        return claim(quick, 0);
      } catch (CompletionException e) {
        assertEquals(
            409, assertInstanceOf(KubernetesClientException.class, e.getCause()).getCode());
      }
    }
  }

  private static long claim(LeaseEpochs epochs, long seen) {
    return epochs.claim(seen).toCompletionStage().toCompletableFuture().join();
  }

  private static Throwable failure(LeaseEpochs epochs) {
    return requireNonNull(
        assertThrows(CompletionException.class, () -> claim(epochs, 0)).getCause());
  }

  private static int refused(LeaseEpochs epochs) {
    return assertInstanceOf(KubernetesClientException.class, failure(epochs)).getCode();
  }

  private String written() {
    return requireNonNull(
        api.client()
            .leases()
            .inNamespace(namespace)
            .withName("gatehouse")
            .get()
            .getMetadata()
            .getAnnotations()
            .get(ANNOTATION));
  }
}
