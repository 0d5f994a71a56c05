package dev.gatehouse.e2e.cluster;

import dev.gatehouse.e2e.Eventually;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The first process of a pod's container, on a node of this machine. */
record ContainerProcess(Pod pod, ProcessHandle handle) {
  /** Of a pod with one container, once it runs. */
  static ContainerProcess of(Pod pod) {
    ContainerStatus container = pod.getStatus().getContainerStatuses().getFirst();
    String pid = Programs.run(List.of(Programs.file("pid"), container.getContainerID())).strip();
    return new ContainerProcess(pod, ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
  }

  /** Ends it as the kernel does for lack of memory. */
  void kill() {
    if (!handle.destroyForcibly()) {
      throw new IllegalStateException("can't kill " + handle);
    }
  }

  /** From the start of the process until its probe is answered with 200; asks until then. */
  Duration untilReady(int port) {
    URI probe = URI.create("http://" + pod.getStatus().getPodIP() + ":" + port + "/readyz");
    try (var http = HttpClient.newHttpClient()) {
      Eventually.until(probe + " is answered with 200", Cluster.PATIENCE, () -> ask(http, probe));
      return Duration.between(handle.info().startInstant().orElseThrow(), Instant.now());
    }
  }

  private static boolean ask(HttpClient http, URI probe) {
    try {
      var request = HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
