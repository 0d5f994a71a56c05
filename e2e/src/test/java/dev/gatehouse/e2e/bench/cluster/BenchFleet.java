package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.Kubelet;
import dev.gatehouse.e2e.apiserver.Network;
import dev.gatehouse.e2e.bench.MadeUpCluster;
import dev.gatehouse.e2e.bench.OpenConnection;
import dev.gatehouse.e2e.push.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The pods of the fleet: some real ones, as processes, and then receivers. */
final class BenchFleet implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A route that answers by itself. */
  private static final int SAMPLE = 0;

  private final Path image;
  private final ApiServer api;
  private final Path folder;
  private final Kubelet kubelet;
  private final MeasuredPod.Ports ports;
  private final List<MeasuredPod> pods = new ArrayList<>();
  private @Nullable ReceiverProcess receivers;

  /** None yet; all that they will have is in the folder. */
  BenchFleet(Path image, ApiServer api, Path folder) {
    this.image = image;
    this.api = api;
    this.folder = folder;
    this.kubelet = new Kubelet(api, BenchCluster.OWN_NAMESPACE, "default");
    int[] free = Network.freePorts(3);
    this.ports = new MeasuredPod.Ports(free[0], free[1], free[2]);
  }

  int pushPort() {
    return ports.push();
  }

  /** Does what kubelet would: waits for the Secret, mounts it, starts so many pods. */
  void start(int count) throws IOException {
    Path files = mounted();
    for (int number = 1; number <= count; number++) {
      var pod = new MeasuredPod(image, folder, number, ports, files);
      pods.add(pod);
      kubelet.start(name(number), pod.address(), false);
    }
  }

  /** Until each is Ready and shows the first version of the routes; says so to the API server. */
  void awaitServing() throws IOException {
    for (int number = 1; number <= pods.size(); number++) {
      MeasuredPod pod = pods.get(number - 1);
      Eventually.until(pod.address() + " is Ready", PATIENCE, pod::isReady);
      kubelet.tell(name(number), "Running", pod.address(), true);
    }
    awaitBody(MadeUpCluster.host(SAMPLE), MadeUpCluster.path(SAMPLE), "1");
  }

  /** Until each answers so. */
  void awaitBody(String host, String path, String body) throws IOException {
    long begun = System.nanoTime();
    for (OpenConnection pod : connect()) {
      try (pod) {
        while (!pod.get(host, path).body().equals(body)) {
          if (System.nanoTime() - begun > PATIENCE.toNanos()) {
            throw new IllegalStateException("a pod never answers %s with %s".formatted(path, body));
          }
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  /** To each of the real ones. */
  List<OpenConnection> connect() throws IOException {
    var connections = new ArrayList<OpenConnection>();
    for (MeasuredPod pod : pods) {
      connections.add(pod.connect());
    }
    return connections;
  }

  /** Adds so many receivers; returns when each has a snapshot. */
  ReceiverProcess addReceivers(int count) throws IOException {
    int first = pods.size() + 1;
    int last = pods.size() + count;
    var added = new ReceiverProcess(folder, mounted(), ports.push(), first, last);
    receivers = added;
    for (int number = first; number <= last; number++) {
      kubelet.start(name(number), Addresses.pod(number), true);
    }
    added.awaitReady();
    return added;
  }

  /** Of its processes, by what they are. */
  Map<String, Long> pids() {
    var pids = new HashMap<String, Long>();
    for (int number = 1; number <= pods.size(); number++) {
      pids.put(name(number), pods.get(number - 1).pid());
    }
    if (receivers != null) {
      pids.put("receivers", receivers.pid());
    }
    return pids;
  }

  @Override
  public void close() {
    pods.forEach(MeasuredPod::close);
    if (receivers != null) {
      receivers.close();
    }
  }

  private Path mounted() throws IOException {
    Path files = folder.resolve("push-files");
    if (!Files.exists(files)) {
      Eventually.until("the Secret of the pods is made", PATIENCE, () -> !secret().isEmpty());
      new Mount(Files.createDirectory(files)).put(secret());
    }
    return files;
  }

  private Map<String, String> secret() {
    return Mount.data(api, BenchCluster.OWN_NAMESPACE, MeasuredOperator.PODS_SECRET);
  }

  private static String name(int number) {
    return "pod-" + number;
  }
}
