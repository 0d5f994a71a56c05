package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Takes connections and never answers, like an API server whose node has gone. */
final class SilentApiServer implements AutoCloseable {
  private final ServerSocket socket;

  SilentApiServer() throws IOException {
    socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  }

  int port() {
    return socket.getLocalPort();
  }

  KubernetesClient client() {
    return OperatorClient.of(
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("http://127.0.0.1:" + port())
            .build());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
