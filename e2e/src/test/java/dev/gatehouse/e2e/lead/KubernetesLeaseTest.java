package dev.gatehouse.e2e.lead;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.apiserver.ApiProxy;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import dev.gatehouse.operator.lead.KubernetesLease;
import dev.gatehouse.operator.lead.LeaseRecord;
import dev.gatehouse.operator.lead.LeaseSettings;
import dev.gatehouse.operator.lead.Stored;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithApiServer
class KubernetesLeaseTest {
  private static final String EPOCH = "gatehouse.dev/epoch";
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.000123Z");

  private final ApiServer api;
  private final String namespace;
  private final ApiProxy proxy;
  private final KubernetesClient slowClient;
  private final KubernetesClient quickClient;
  private final KubernetesLease slow;
  private final KubernetesLease quick;

  KubernetesLeaseTest(ApiServer api) {
    this.api = api;
    namespace = api.namespace("lease");
    proxy = new ApiProxy(api);
    slowClient = OperatorClient.of(proxy.config());
    quickClient = OperatorClient.of(api.client().getConfiguration());
    slow = lease(slowClient, LeaseSettings.standard("slow"));
    quick = lease(quickClient, LeaseSettings.standard("quick"));
  }

  @AfterEach
  void close() {
    api.start();
    slowClient.close();
    quickClient.close();
    proxy.close();
  }

  @Test
  void isReadAsItWasWritten() {
    assertNull(quick.read());

    Stored made = quick.write(record("me", 7), null);
    assertEquals(record("me", 7), requireNonNull(made).record());
    assertEquals(made, quick.read());

    Stored next = quick.write(record("you", 8), made);
    assertEquals(next, quick.read());
    assertEquals(record("you", 8), requireNonNull(next).record());
  }

  @Test
  void readsInKubectlAsThatOfAnyOtherController() {
    quick.write(record("me", 7), null);

    String fields =
        "{.spec.holderIdentity} {.spec.leaseDurationSeconds} {.spec.acquireTime}"
            + " {.spec.renewTime} {.spec.leaseTransitions}";
    assertEquals(
        "me 15 2026-01-01T12:00:00.000123Z 2026-01-01T12:00:00.000123Z 3",
        api.kubectl("get", "lease", "gatehouse", "-n", namespace, "-o", "jsonpath=" + fields)
            .output());
  }

  @Test
  void oneThatIsInstalledEmptyIsFilledAndElseLeftAsItWas() {
    make(Map.of("kept", "too"), Map.of("app", "gatehouse"));
    Stored empty = quick.read();
    assertEquals(
        new LeaseRecord("", "", Duration.ZERO, null, null, 0, 0), requireNonNull(empty).record());

    assertNotNull(quick.write(record("me", 1), empty));

    Lease filled = requireNonNull(inCluster());
    assertEquals("me", filled.getSpec().getHolderIdentity());
    assertEquals(Map.of("app", "gatehouse"), filled.getMetadata().getLabels());
    assertEquals("too", filled.getMetadata().getAnnotations().get("kept"));
  }

  @Test
  void ofOneThatIsInstalledEmptyItMayBeAllowedToGetAndPatchItAlone() {
    String user = namespace + "-user";
    api.kubectl(
        "create",
        "role",
        "lease",
        "-n",
        namespace,
        "--verb=get,patch",
        "--resource=leases.coordination.k8s.io",
        "--resource-name=gatehouse");
    api.kubectl(
        "create", "rolebinding", "lease", "-n", namespace, "--role=lease", "--user=" + user);
    make(Map.of(), Map.of());
    var config =
        new ConfigBuilder(api.client().getConfiguration()).withImpersonateUsername(user).build();

    try (KubernetesClient client = OperatorClient.of(config)) {
      KubernetesLease allowed = lease(client, LeaseSettings.standard("me"));
      assertNotNull(allowed.write(record("me", 1), allowed.read()));

      api.client().leases().inNamespace(namespace).withName("gatehouse").delete();
      assertNull(allowed.read());
      var failure =
          assertThrows(KubernetesClientException.class, () -> allowed.write(record("me", 2), null));
      assertEquals(403, failure.getCode());
    }
  }

  @Test
  void ofTwoThatMakeItAtOnceOneFails() {
    proxy.before(
        write -> write.method().equals("POST"),
        () -> assertNotNull(quick.write(record("quick", 1), null)));

    assertNull(slow.write(record("slow", 1), null));
    assertEquals(record("quick", 1), requireNonNull(slow.read()).record());
  }

  @Test
  void whoHasReadAnOlderOneFails() {
    Stored read = quick.write(record("quick", 1), null);
    proxy.before(
        write -> write.method().equals("PATCH"),
        () -> assertNotNull(quick.write(record("quick", 2), read)));

    assertNull(slow.write(record("slow", 2), read));
    assertEquals(record("quick", 2), requireNonNull(slow.read()).record());
  }

  @Test
  void oneThatIsDeletedMeanwhileIsNotMadeAgain() {
    Stored read = quick.write(record("quick", 1), null);
    proxy.before(
        write -> write.method().equals("PATCH"),
        () -> api.client().leases().inNamespace(namespace).withName("gatehouse").delete());

    assertNull(slow.write(record("slow", 2), read));
    assertNull(slow.read());
  }

  @Test
  void manyAtOnceNeverWriteTheSameEpoch() throws Exception {
    var written = new HashSet<Long>();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> all =
          LongStream.range(0, 8).mapToObj(_ -> many.submit(this::writeFive)).toList();
      for (Future<List<Long>> one : all) {
        for (long epoch : one.get()) {
          assertTrue(written.add(epoch), "twice: " + epoch);
        }
      }
    }
    assertEquals(40, written.size());
    assertEquals(40, requireNonNull(quick.read()).record().epoch());
  }

  @Test
  void withoutAnApiServerEachCallFails() {
    Stored read = quick.write(record("quick", 1), null);
    api.stop();

    assertThrows(KubernetesClientException.class, quick::read);
    assertThrows(KubernetesClientException.class, () -> quick.write(record("quick", 1), read));
  }

  @Test
  void whereTheApiServerSaysNothingEachCallFailsInTime() throws IOException {
    var brief =
        new LeaseSettings(
            "gatehouse", "me", Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(1));
    try (var silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        KubernetesClient client =
            OperatorClient.of(
                new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + silent.getLocalPort())
                    .build())) {
      KubernetesLease hanging = lease(client, brief);

      // The client's own settings would have it wait for 20 s.
      assertTimeoutPreemptively(
          Duration.ofSeconds(8),
          () -> {
            assertThrows(KubernetesClientException.class, hanging::read);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "seven", "1.5", "-1", "1000000000000001", "99999999999999999999"})
  void whatIsNoEpochIsLeftAloneAndNamed(String text) {
    make(Map.of(EPOCH, text), Map.of());

    var failure = assertThrows(IllegalStateException.class, quick::read);
    assertEquals(
        "annotation gatehouse.dev/epoch of Lease "
            + namespace
            + "/gatehouse is not an epoch: "
            + text
            + "; remove it, and a new one is taken above all that pods have seen",
        failure.getMessage());
    assertEquals(text, requireNonNull(inCluster()).getMetadata().getAnnotations().get(EPOCH));
  }

  private List<Long> writeFive() {
    return LongStream.range(0, 5).mapToObj(_ -> writeOne()).toList();
  }

  private long writeOne() {
    while (true) {
      Stored read = quick.read();
      long epoch = read == null ? 1 : read.record().epoch() + 1;
      if (quick.write(record("one", epoch), read) != null) {
        return epoch;
      }
    }
  }

  private void make(Map<String, String> annotations, Map<String, String> labels) {
    api.client()
        .leases()
        .inNamespace(namespace)
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("gatehouse")
                .withAnnotations(annotations)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
  }

  private Lease inCluster() {
    return api.client().leases().inNamespace(namespace).withName("gatehouse").get();
  }

  private KubernetesLease lease(KubernetesClient client, LeaseSettings settings) {
    return new KubernetesLease(client, namespace, settings);
  }

  private static LeaseRecord record(String holder, long epoch) {
    return new LeaseRecord(
        holder, holder + "-process", Duration.ofSeconds(15), NOON, NOON, 3, epoch);
  }
}
