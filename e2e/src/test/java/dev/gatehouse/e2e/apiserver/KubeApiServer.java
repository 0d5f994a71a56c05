package dev.gatehouse.e2e.apiserver;

import dev.gatehouse.e2e.Eventually;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One kube-apiserver process. */
final class KubeApiServer {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Daemon daemon;

  private KubeApiServer(Daemon daemon) {
    this.daemon = daemon;
  }

  /** Returns once it listens and its certificate is there; it may not be ready yet. */
  static KubeApiServer start(
      Path program, Path folder, Credentials credentials, String etcd, int port) {
    var daemon =
        Daemon.start(
            folder.resolve("kube-apiserver.log"),
            program,
            List.of(
                "--etcd-servers=" + etcd,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + credentials.certificates(),
                "--token-auth-file=" + credentials.tokens(),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://127.0.0.1:" + port,
                "--service-account-signing-key-file=" + credentials.signingKey(),
                "--service-account-key-file=" + credentials.signingKey(),
                "--service-cluster-ip-range=10.96.0.0/16",
                // There is no controller that would make the accounts which this plugin asks for.
                "--disable-admission-plugins=ServiceAccount",
                // It would refuse to announce an address on loopback, again and again.
                "--endpoint-reconciler-type=none"));
    var server = new KubeApiServer(daemon);
    Eventually.until(
        "kube-apiserver listens, see " + folder.resolve("kube-apiserver.log"),
        PATIENCE,
        () -> {
          daemon.checkAlive();
          return Files.exists(credentials.certificate()) && listens(port);
        });
    return server;
  }

  /** Ready, and with the namespaces that every cluster has. */
  void awaitReady(ApiServer api) {
    Eventually.until(
        "kube-apiserver is ready",
        PATIENCE,
        () -> {
          daemon.checkAlive();
          return isReady(api);
        });
  }

  void kill() {
    daemon.kill();
  }

  long pid() {
    return daemon.pid();
  }

  private static boolean isReady(ApiServer api) {
    try {
      return "ok".equals(api.client().raw("/readyz"))
          && api.client().namespaces().withName("default").get() != null;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
