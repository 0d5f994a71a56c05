package dev.gatehouse.e2e.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiProxy;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.operator.identity.IdentityKeeping;
import dev.gatehouse.operator.identity.IdentitySettings;
import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import dev.gatehouse.operator.reconcile.KubernetesSecrets;
import dev.gatehouse.snapshot.identity.ChannelIdentity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two operators that keep the Secrets of the push channel at once, one slower than the other. */
@WithApiServer
@Timeout(180)
class IdentitySecretsTest {
  private static final Instant START = Instant.parse("2031-05-01T12:00:00Z");
  private static final String OURS = "gatehouse-push-operator";
  private static final String THEIRS = "gatehouse-push-dataplane";
  private static final String BOTH = OURS + ", " + THEIRS;
  private static final IdentitySettings SETTINGS = IdentitySettings.of(OURS, THEIRS);

  /** Both Secrets as the chart ships them. */
  private static final String SHIPPED =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: gatehouse-push-operator, labels: {app: gatehouse}}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: gatehouse-push-dataplane, labels: {app: gatehouse}}
      """;

  private final ApiServer api;
  private final String namespace;
  private final String user;
  private final ApiProxy proxy;
  private final KubernetesClient slowClient;
  private final KubernetesClient quickClient;
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final List<ChannelIdentity> slowTold = new ArrayList<>();
  private final List<ChannelIdentity> quickTold = new ArrayList<>();
  private final IdentityKeeping slow;
  private final IdentityKeeping quick;
  private Instant now = START;

  IdentitySecretsTest(ApiServer api) {
    this.api = api;
    namespace = api.namespace("identity");
    user = "operator-in-" + namespace;
    proxy = new ApiProxy(api);
    slowClient = OperatorClient.of(asUser(proxy.config()));
    quickClient = OperatorClient.of(asUser(api.client().getConfiguration()));
    slow = keeping(slowClient, slowTold);
    quick = keeping(quickClient, quickTold);
  }

  @AfterEach
  void close() {
    scheduler.shutdownNow();
    slowClient.close();
    quickClient.close();
    proxy.close();
  }

  @Test
  void ofTwoThatFindEmptySecretsTheSecondTakesWhatTheFirstMade() {
    permit("get, patch", BOTH);
    apply(SHIPPED);
    proxy.before(write -> write.path().endsWith(OURS), quick::check);

    slow.check();

    assertAllAgree();
    assertEquals(Map.of("app", "gatehouse"), secret(OURS).getMetadata().getLabels());
  }

  @Test
  void ofTwoThatFindNoneTheSecondTakesWhatTheFirstMade() {
    permit("create, get, patch", "");
    proxy.before(write -> write.method().equals("POST"), quick::check);

    slow.check();

    assertAllAgree();
    assertEquals("Opaque", secret(THEIRS).getType());
  }

  @Test
  void throughYearsOfRenewalsTheyAgree() {
    permit("get, patch", BOTH);
    apply(SHIPPED);
    Set<String> authorities = new HashSet<>();
    Set<ChannelIdentity> identities = new HashSet<>();
    for (int day = 0; day < 500; day += 2) {
      now = START.plus(Duration.ofDays(day));
      String which = day % 4 == 0 ? OURS : THEIRS;
      proxy.before(write -> write.path().endsWith(which), quick::check);
      slow.check();
      quick.check();

      assertAllAgree();
      authorities.add(value(OURS, "ca.crt"));
      identities.add(slowTold.getLast());
    }
    assertEquals(5, authorities.size(), "one, two, another, two, yet another");
    assertTrue(identities.size() > 25, "a leaf lasts for twenty days");
  }

  @Test
  void whatIsOfAnotherTypeIsSomebodyElses() {
    permit("get, patch", BOTH);
    api.client().secrets().inNamespace(namespace).withName(THEIRS).delete();
    apply(
        """
        apiVersion: v1
        kind: Secret
        type: kubernetes.io/tls
        metadata: {name: gatehouse-push-dataplane}
        data: {tls.crt: YQ==, tls.key: Yg==}
        """);

    slow.check();

    assertEquals(
        "Secret %s/%s is of type kubernetes.io/tls, and certificates are kept in one of type Opaque:"
                .formatted(namespace, THEIRS)
            + " delete it, or name another",
        slow.problem());
    assertEquals("YQ==", value(THEIRS, "tls.crt"));
    assertEquals(List.of(), slowTold);

    api.client().secrets().inNamespace(namespace).withName(THEIRS).delete();
    apply(SHIPPED);
    slow.check();
    assertNull(slow.problem());
    assertEquals(1, slowTold.size());
  }

  @Test
  void whoMayNoLongerReadThemSaysSoAndGoesOnUnderWhatItHas() {
    permit("get, patch", BOTH);
    apply(SHIPPED);
    slow.check();

    permit("patch", BOTH);
    slow.check();

    String problem = String.valueOf(slow.problem());
    assertTrue(
        problem.startsWith("Secret %s/%s can't be read: ".formatted(namespace, OURS)), problem);
    assertTrue(problem.contains("forbidden"), problem);
    assertEquals(1, slowTold.size());

    permit("get, patch", BOTH);
    slow.check();
    assertNull(slow.problem());
    assertEquals(1, slowTold.size());
  }

  @Test
  void garbageThatTheApiServerTakesIsNoReasonToFail() {
    permit("get, patch", BOTH);
    apply(SHIPPED);
    slow.check();
    String before = value(THEIRS, "ca.crt");

    apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: gatehouse-push-dataplane}
        data: {ca.crt: "", tls.crt: AAECAw==, tls.key: Z2FyYmFnZQ==}
        """);
    assertNotEquals(before, value(THEIRS, "ca.crt"));
    slow.check();
    quick.check();

    assertEquals(before, value(THEIRS, "ca.crt"));
    assertAllAgree();
  }

  private void assertAllAgree() {
    assertNull(slow.problem());
    assertNull(quick.problem());
    assertEquals(quickTold.getLast().own(), slowTold.getLast().own());
    assertEquals(value(OURS, "ca.crt"), value(THEIRS, "ca.crt"));
  }

  private IdentityKeeping keeping(KubernetesClient client, List<ChannelIdentity> told) {
    return new IdentityKeeping(
        SETTINGS,
        new KubernetesSecrets(client, namespace),
        () -> true,
        told::add,
        () -> now,
        scheduler,
        new SimpleMeterRegistry());
  }

  private Config asUser(Config config) {
    return new ConfigBuilder(config).withImpersonateUsername(user).build();
  }

  /** Returns once the API server goes by it. */
  private void permit(String verbs, String names) {
    apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: push-channel}
        rules:
        - {apiGroups: [""], resources: [secrets], verbs: [%s], resourceNames: [%s]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: push-channel}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: push-channel}
        """
            .formatted(verbs, names, user));
    Eventually.until(
        "the user may " + verbs, Duration.ofSeconds(30), () -> mayRead() == verbs.contains("get"));
  }

  private boolean mayRead() {
    try {
      quickClient.secrets().inNamespace(namespace).withName(OURS).get();
      return true;
    } catch (KubernetesClientException e) {
      assertEquals(403, e.getCode(), e::toString);
      return false;
    }
  }

  private void apply(String yaml) {
    api.client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .forceConflicts()
        .serverSideApply();
  }

  private Secret secret(String name) {
    return api.client().secrets().inNamespace(namespace).withName(name).require();
  }

  private String value(String secret, String key) {
    return String.valueOf(secret(secret).getData().get(key));
  }
}
