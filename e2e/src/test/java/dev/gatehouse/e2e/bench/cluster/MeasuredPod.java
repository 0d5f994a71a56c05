package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.e2e.bench.OpenConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A data plane as its image has it, and one client of it. */
final class MeasuredPod implements AutoCloseable {
  private final String address;
  private final Ports ports;
  private final ImageProcess process;

  /** The same for all pods, which differ in their addresses. */
  record Ports(int traffic, int push, int observe) {}

  /** Starts it, from that image and with the push channel's files in a folder. */
  MeasuredPod(Path image, Path folder, int number, Ports ports, Path pushFiles) {
    this.address = Addresses.pod(number);
    this.ports = ports;
    Path settings = folder.resolve("pod-" + number + ".yaml");
    try {
      Files.writeString(settings, settings(pushFiles, folder.resolve("snapshot-" + number)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process =
        new ImageProcess(
            folder,
            "pod-" + number,
            image,
            List.of(),
            // As in a pod of 1 GiB, whose memory is too small for G1.
            List.of("-Xmx512m", "-XX:+UseSerialGC"),
            List.of("--config", settings.toString()));
  }

  String address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  OpenConnection connect() throws IOException {
    return new OpenConnection(address, ports.traffic);
  }

  /** Whether it is Ready; one that doesn't listen yet is not. */
  boolean isReady() {
    process.checkAlive();
    try (var observer = new OpenConnection(address, ports.observe)) {
      return observer.get("pod", "/readyz").head().startsWith("http/1.1 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.kill();
  }

  private String settings(Path pushFiles, Path snapshot) {
    return """
    listeners:
      traffic: {host: %1$s, port: %2$d}
      push: {host: %1$s, port: %3$d}
      observe: {host: %1$s, port: %4$d}
    push:
      tls: {certificate: %5$s/tls.crt, key: %5$s/tls.key, ca: %5$s/ca.crt}
    loops: 1
    accessLog: {mode: "off"}
    drain: {delay: 0s}
    snapshot: {directory: %6$s}
    """
        .formatted(address, ports.traffic, ports.push, ports.observe, pushFiles, snapshot);
  }
}
