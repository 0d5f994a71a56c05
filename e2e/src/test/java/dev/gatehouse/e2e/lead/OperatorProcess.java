package dev.gatehouse.e2e.lead;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.Daemon;
import dev.gatehouse.e2e.apiserver.Network;
import dev.gatehouse.e2e.push.PushRelay;
import dev.gatehouse.operator.reconcile.OperatorMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An operator as a process of its own, with its own way to the pod. */
final class OperatorProcess implements AutoCloseable {
  private final Site site;
  private final String identity;
  private final PushRelay relay;
  private final int healthPort = Network.freePorts(1)[0];
  private final Daemon process;
  private boolean ended;

  /**
   * Starts it.
   *
   * @param environment more variables, each like {@code NAME=value}
   */
  OperatorProcess(
      ApiServer api, Site site, String identity, Path folder, List<String> environment) {
    this.site = site;
    this.identity = identity;
    relay = new PushRelay(site.pushPort());
    Path kubeconfig = folder.resolve(identity + ".kubeconfig");
    try {
      Files.writeString(kubeconfig, api.kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var command = new ArrayList<>(environment);
    command.add("KUBECONFIG=" + kubeconfig);
    command.addAll(java());
    command.addAll(
        List.of(
            "--namespace",
            site.namespace(),
            "--identity",
            identity,
            "--lease-duration",
            Site.LEASE.toMillis() + "ms",
            "--renew-deadline",
            Site.RENEW_DEADLINE.toMillis() + "ms",
            "--retry-period",
            Site.RETRY_PERIOD.toMillis() + "ms",
            "--health-port",
            String.valueOf(healthPort),
            "--inspect-port",
            "0",
            "--pod",
            site.namespace() + "/pod-1=" + relay.address()));
    process = Daemon.start(folder.resolve(identity + ".log"), Path.of("/usr/bin/env"), command);
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        OperatorMain.class.getName());
  }

  String identity() {
    return identity;
  }

  PushRelay relay() {
    return relay;
  }

  /** What its health endpoint says; empty while nobody listens there. */
  String readiness() {
    process.checkAlive();
    try {
      return site.send("http://127.0.0.1:" + healthPort + "/readyz").body().strip();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ConnectException) {
        return "";
      }
      throw e;
    }
  }

  void signal(String name) {
    process.signal(name);
  }

  /** Whether nobody has ended it: that it doesn't end by itself, {@link #readiness} sees to. */
  boolean runs() {
    return !ended;
  }

  /** By SIGKILL. */
  void kill() {
    ended = true;
    process.kill();
  }

  /** By SIGTERM, as kubelet does; returns its exit code once it is gone. */
  int terminate() {
    ended = true;
    process.signal("TERM");
    return process.awaitEnd(Site.PATIENCE);
  }

  @Override
  public void close() {
    kill();
    relay.close();
  }
}
