package dev.gatehouse.e2e.apiserver;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * etcd and kube-apiserver on loopback. The address, the credentials and the data stay the same when
 * the server is stopped and started.
 *
 * <p>One thread uses it at a time, but {@link #client()} is for all.
 */
public final class ApiServer implements AutoCloseable {
  private final Binaries binaries;
  private final Path folder;
  private final Credentials credentials;
  private final Etcd etcd;
  private final int port;
  private final AtomicInteger namespaces = new AtomicInteger();
  private final AtomicInteger backups = new AtomicInteger();
  private @Nullable KubeApiServer running;
  private @Nullable KubernetesClient client;

  private ApiServer(Binaries binaries, Path folder, Credentials credentials) {
    int[] ports = Network.freePorts(3);
    this.binaries = binaries;
    this.folder = folder;
    this.credentials = credentials;
    this.port = ports[0];
    this.etcd = Stages.timed("etcd", () -> Etcd.start(binaries.etcd(), folder, ports[1], ports[2]));
  }

  /** A server of one's own, started; most tests share one instead, by {@link WithApiServer}. */
  public static ApiServer launch() {
    var binaries = Stages.timed("binaries", Binaries::obtain);
    try {
      Path folder = Files.createTempDirectory("gatehouse-apiserver");
      var server = new ApiServer(binaries, folder, Credentials.make(folder));
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the server unless it runs; returns when it is ready. */
  public void start() {
    if (running == null) {
      Stages.timed("kube-apiserver", this::startAndAwait);
    }
  }

  /** Ends it at once, as a crash would: connections and watches break, etcd stays. */
  public void stop() {
    if (running != null) {
      running.kill();
      running = null;
    }
  }

  /** Down and up again at the same address. */
  public void restart() {
    stop();
    start();
  }

  /**
   * Restarts it with all history forgotten: whoever resumes a watch from before is told 410 Gone.
   */
  public void restartWithoutHistory() {
    stop();
    etcd.compact();
    start();
  }

  /** The process id of kube-apiserver, which runs. */
  public long serverPid() {
    return requireNonNull(running).pid();
  }

  /** The process id of etcd. */
  public long etcdPid() {
    return etcd.pid();
  }

  /** Backs up etcd, which is away for a moment meanwhile. */
  public Backup backUp() {
    Path copy = folder.resolve("backup-" + backups.incrementAndGet());
    etcd.backUp(copy);
    return () -> {
      stop();
      etcd.restore(copy);
      start();
    };
  }

  /** All that the server knew at a time. */
  @FunctionalInterface
  public interface Backup {
    /**
     * Restarts the server with what it knew then and nothing of what came later; who resumes a
     * watch is told 410 Gone.
     */
    void restore();
  }

  /** An administrator's client that makes one attempt at each call. */
  public KubernetesClient client() {
    if (client == null) {
      client = newClient();
    }
    return client;
  }

  /** Another of its kind; the caller closes it. */
  public KubernetesClient newClient() {
    var config =
        new ConfigBuilder(Config.fromKubeconfig(kubeconfig()))
            // The default of ten retries holds a test up for 20 s where the server is away.
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout((int) Duration.ofSeconds(20).toMillis())
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** The text of a kubeconfig for the same administrator. */
  public String kubeconfig() {
    return credentials.kubeconfig(port);
  }

  /** A new, empty namespace, named after {@code prefix}. */
  public String namespace(String prefix) {
    String name = prefix + "-" + namespaces.incrementAndGet();
    client()
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /** Runs kubectl with these arguments and nothing on its standard input. */
  public Kubectl.Result kubectl(String... arguments) {
    return kubectlWithInput("", arguments);
  }

  /** Runs kubectl with these arguments and {@code input}, for {@code -f -}. */
  public Kubectl.Result kubectlWithInput(String input, String... arguments) {
    return new Kubectl(binaries.kubectl(), folder, folder.resolve("kubeconfig"))
        .run(input, List.of(arguments));
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
    stop();
    etcd.kill();
    new DataFolder(folder).delete();
  }

  private void startAndAwait() {
    running = KubeApiServer.start(binaries.apiServer(), folder, credentials, etcd.url(), port);
    try {
      Files.writeString(folder.resolve("kubeconfig"), kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    running.awaitReady(this);
  }
}
