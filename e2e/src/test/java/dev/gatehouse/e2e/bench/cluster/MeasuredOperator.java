package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The operator as its image has it, with everything on: Lease, Secrets, its pods by label. */
final class MeasuredOperator implements AutoCloseable {
  /** Of the push channel, the one that pods mount. */
  static final String PODS_SECRET = "gatehouse-push-dataplane";

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  /** Like {@code Pause Young (Normal) (G1 Evacuation Pause) 300M->60M(512M) 5.2ms}. */
  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\((\\d+)M\\)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int healthPort = Network.freePorts(1)[0];
  private final ImageProcess process;
  private final Path collections;

  /**
   * Starts it.
   *
   * @param image the folder that its image is made of
   * @param name of its files in the folder
   * @param more options for the JVM
   */
  MeasuredOperator(
      Path image, ApiServer api, Path folder, String name, int pushPort, List<String> more) {
    Path kubeconfig = folder.resolve("kubeconfig");
    try {
      Files.writeString(kubeconfig, api.kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    collections = folder.resolve(name + ".gc.log");
    var options = new ArrayList<>(List.of("-Xmx512m"));
    options.add("-Xlog:gc:file=" + collections);
    options.addAll(more);
    process =
        new ImageProcess(
            folder,
            name,
            image,
            List.of("KUBECONFIG=" + kubeconfig),
            options,
            List.of(
                "--namespace",
                BenchCluster.OWN_NAMESPACE,
                // That of a pod whose container restarts.
                "--identity",
                "operator-0",
                "--push-port",
                Integer.toString(pushPort),
                "--health-port",
                Integer.toString(healthPort),
                "--inspect-port",
                "0",
                "--push-operator-secret",
                "gatehouse-push-operator",
                "--push-dataplane-secret",
                PODS_SECRET));
  }

  long pid() {
    return process.pid();
  }

  void awaitLead(Duration atMost) {
    Eventually.until("the operator leads", atMost, () -> readiness().equals("leader"));
  }

  /** Live bytes of the heap, after a full collection. */
  long liveHeap() {
    process.jcmd("GC.run");
    var used = USED.matcher(process.jcmd("GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("GC.heap_info says nothing of the heap");
    }
    return Long.parseLong(used.group(1)) * 1024;
  }

  /** The most bytes that the heap ever held when a collection began, garbage and all. */
  long peakHeap() {
    try {
      return COLLECTION
          .matcher(Files.readString(collections))
          .results()
          .mapToLong(collection -> Long.parseLong(collection.group(1)) << 20)
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By SIGTERM. */
  void terminate() {
    process.terminate();
  }

  @Override
  public void close() {
    process.kill();
    http.close();
  }

  private String readiness() {
    process.checkAlive();
    var uri = URI.create("http://127.0.0.1:" + healthPort + "/readyz");
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body().strip();
    } catch (IOException e) {
      return String.valueOf(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
