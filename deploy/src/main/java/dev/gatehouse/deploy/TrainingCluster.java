package dev.gatehouse.deploy;

import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An API server with the objects of {@code training.yaml}, over TLS as a real one. */
final class TrainingCluster implements AutoCloseable {
  /** Of all that is there. */
  static final String NAMESPACE = "default";

  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          new HashMap<>(),
          new KubernetesCrudDispatcher(),
          true);
  private final KubernetesClient client;

  /** One that runs. */
  TrainingCluster() {
    server.init();
    client = server.createClient();
    client.getKubernetesSerialization().registerKubernetesResource(GatewayRoute.class);
  }

  /** Creates the objects of a resource of this package's class path. */
  void apply(String resource, String backendAddress, int backendPort) throws IOException {
    try (InputStream in = TrainingCluster.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      String yaml =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("BACKEND_ADDRESS", backendAddress)
              .replace("BACKEND_PORT", String.valueOf(backendPort));
      client
          .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
          .inNamespace(NAMESPACE)
          .create();
    }
  }

  /** Writes what a Secret holds as a kubelet does, as soon as it is there. */
  void mount(String secret, Path folder, Duration atMost) throws IOException, InterruptedException {
    Secret made =
        client
            .secrets()
            .inNamespace(NAMESPACE)
            .withName(secret)
            .waitUntilCondition(Objects::nonNull, atMost.toMillis(), TimeUnit.MILLISECONDS);
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : made.getData().entrySet()) {
      Files.write(folder.resolve(file.getKey()), Base64.getDecoder().decode(file.getValue()));
    }
  }

  /** Where it listens, on loopback. */
  int port() {
    return server.getPort();
  }

  /**
   * Has a program find its API server on loopback as it does in a pod, except that it believes any
   * certificate. By a kubeconfig it would load each kind of Kubernetes, as no pod does.
   *
   * @param scratch for its token
   */
  static void inPod(ProcessBuilder command, int port, Path scratch) throws IOException {
    Path token = scratch.resolve("token").toAbsolutePath();
    Files.writeString(token, "none");
    command
        .environment()
        .putAll(
            Map.of(
                "KUBERNETES_SERVICE_HOST", "localhost",
                "KUBERNETES_SERVICE_PORT", String.valueOf(port),
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
                "KUBERNETES_AUTH_TRYKUBECONFIG", "false",
                "KUBERNETES_TRUST_CERTIFICATES", "true"));
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
