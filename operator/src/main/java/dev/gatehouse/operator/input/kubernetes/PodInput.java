package dev.gatehouse.operator.input.kubernetes;

import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The data-plane pods of all fleets, found by the label that names their fleet. */
public final class PodInput implements AutoCloseable {
  /** Its value is the fleet that a pod belongs to. */
  public static final String FLEET = Conditions.GATEWAY_LABEL;

  private static final long LOOK_SECONDS = 2;

  private final KindWatch<io.fabric8.kubernetes.api.model.Pod> watch;
  private final Consumer<Set<Pod>> listener;
  private final String scheme;
  private final int pushPort;
  private volatile boolean synced;
  private volatile @Nullable Future<?> looking;

  /**
   * A reader that begins with {@link #start}.
   *
   * @param scheme {@code http} or {@code https}, of the addresses that they are pushed to at
   * @param listener is told all pods whenever one changes
   */
  public PodInput(
      KubernetesClient client,
      String namespace,
      String scheme,
      int pushPort,
      Consumer<Set<Pod>> listener) {
    this.listener = listener;
    this.scheme = scheme;
    this.pushPort = pushPort;
    this.watch =
        new KindWatch<>(
            io.fabric8.kubernetes.api.model.Pod.class,
            client.pods().inNamespace(namespace).withLabel(FLEET),
            new SlimStore<>(Set.of(), pod -> pod.setSpec(new PodSpec())),
            _ -> tell());
  }

  /** Begins; the scheduler may be made to wait for the API server. */
  public void start(ScheduledExecutorService scheduler) {
    looking =
        scheduler.scheduleWithFixedDelay(watch::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    watch.start(
        () -> {
          synced = true;
          tell();
        });
  }

  /** Why the pods are not known; null once they are. */
  public @Nullable String problem() {
    return watch.problem();
  }

  @Override
  public void close() {
    Future<?> planned = looking;
    if (planned != null) {
      planned.cancel(false);
    }
    watch.close();
  }

  private synchronized void tell() {
    if (synced) {
      var pods = new HashSet<Pod>();
      for (var pod : watch.all()) {
        Pod read = read(pod);
        if (read != null) {
          pods.add(read);
        }
      }
      listener.accept(pods);
    }
  }

  /** Null for one that has no address, or has ended and will not be back. */
  private @Nullable Pod read(io.fabric8.kubernetes.api.model.Pod pod) {
    var status = pod.getStatus();
    String fleet = pod.getMetadata().getLabels().get(FLEET);
    if (status == null
        || status.getPodIP() == null
        || fleet == null
        || "Failed".equals(status.getPhase())
        || "Succeeded".equals(status.getPhase())) {
      return null;
    }
    boolean leaving = pod.getMetadata().getDeletionTimestamp() != null;
    boolean ready =
        !leaving
            && status.getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    String ip = status.getPodIP();
    String host = ip.contains(":") ? "[" + ip + "]" : ip;
    return new Pod(
        pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName(),
        fleet,
        URI.create(scheme + "://" + host + ":" + pushPort),
        ready,
        leaving,
        instance(pod));
  }

  /** The object, and the images that its containers run now: they may be changed in place. */
  private static String instance(io.fabric8.kubernetes.api.model.Pod pod) {
    return Stream.concat(
            Stream.of(pod.getMetadata().getUid()),
            pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getImageID)
                .filter(Objects::nonNull)
                .sorted())
        .collect(Collectors.joining(" "));
  }
}
