package dev.gatehouse.deploy;

import dev.gatehouse.crds.v1alpha1.GatewayRoute;
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
import java.util.HashMap;

/** An API server with the objects of {@code training.yaml}, over TLS as a real one. */
final class TrainingCluster implements AutoCloseable {
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
          .inNamespace("default")
          .create();
    }
  }

  String url() {
    return server.url("/");
  }

  /** Writes a kubeconfig that asks neither for a certificate nor for a person. */
  static void writeKubeconfig(Path file, String url) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: training, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        users: [{name: training, user: {token: none}}]
        contexts: [{name: training, context: {cluster: training, user: training}}]
        current-context: training
        """
            .formatted(url));
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
