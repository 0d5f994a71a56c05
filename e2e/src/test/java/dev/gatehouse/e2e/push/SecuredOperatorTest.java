package dev.gatehouse.e2e.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.e2e.schema.Crds;
import dev.gatehouse.operator.identity.IdentitySettings;
import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.reconcile.GatehouseOperator;
import dev.gatehouse.operator.reconcile.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it: an operator, the API server, and a pod whose Secret is mounted. */
@WithApiServer
@Timeout(180)
class SecuredOperatorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String THEIRS = "gatehouse-push-dataplane";
  private static final IdentitySettings IDENTITIES =
      IdentitySettings.of("gatehouse-push-operator", THEIRS);

  private final ApiServer api;
  private final String namespace;
  private final KubernetesClient client;
  private final Vertx vertx = Vertx.vertx();
  private @Nullable GatehouseOperator operator;

  SecuredOperatorTest(ApiServer api) {
    this.api = api;
    namespace = api.namespace("secured");
    client = OperatorClient.of(api.client().getConfiguration());
    Crds.install(api);
  }

  @AfterEach
  void close() {
    if (operator != null) {
      operator.close();
    }
    client.close();
    vertx.close().await();
    api.client().resources(GatewayRoute.class).inNamespace(namespace).delete();
  }

  @Test
  void aRouteReachesAPodOnceItHasTheSecretAndTheNextOperatorGoesByTheSame(@TempDir Path folder)
      throws Exception {
    var mount = new Mount(folder);
    try (var pod = new SecuredPod(vertx, namespace, mount, InstantSource.system())) {
      GatehouseOperator first = start(pod);
      operator = first;
      route("first");
      Eventually.until("the Secret is made", PATIENCE, () -> !mounted().isEmpty());
      assertEquals(503, pod.traffic("/").statusCode(), "the pod knows no operator yet");

      Map<String, String> given = mounted();
      mount.put(given);
      Eventually.until("the pod serves", PATIENCE, () -> pod.traffic("/").body().equals("first"));
      String metrics = metrics(first);
      assertTrue(
          metrics.contains(
              "gatehouse_operator_identity_expiry_timestamp_seconds{certificate=\"operator\"} "),
          metrics);

      first.close();
      operator = start(pod);
      route("second");
      Eventually.until("the pod serves", PATIENCE, () -> pod.traffic("/").body().equals("second"));
      assertEquals(given, mounted());
      assertEquals(1, pod.reloads());
    }
  }

  private GatehouseOperator start(SecuredPod pod) {
    return GatehouseOperator.start(
        client,
        OperatorSettings.standard("one")
            .inNamespace(namespace)
            .withPorts(new OperatorSettings.Ports(0, 0, 0))
            .withIdentities(IDENTITIES)
            .withPods(Set.of(new Pod("pod-1", namespace, pod.pushAddress(), true))));
  }

  private void route(String answer) {
    String yaml =
        """
        apiVersion: gatehouse.dev/v1alpha1
        kind: GatewayRoute
        metadata: {name: greeting}
        spec:
          gateway: %s
          rules:
          - name: all
            filters: [{type: DirectResponse, directResponse: {body: %s}}]
        """
            .formatted(namespace, answer);
    api.client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .forceConflicts()
        .serverSideApply();
  }

  /** What kubelet would mount. */
  private Map<String, String> mounted() {
    return Mount.data(api, namespace, THEIRS);
  }

  private static String metrics(GatehouseOperator operator) {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + operator.healthPort() + "/metrics");
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
