package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * An API server of the chart's own, since what it installs belongs to the whole cluster; with the
 * Prometheus operator's kinds and two namespaces, of which one takes restricted pods alone.
 */
final class Cluster implements AutoCloseable {
  static final String NAMESPACE = "gatehouse-system";
  static final String OTHER_NAMESPACE = "monitoring";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ApiServer api;
  private final Helm helm;

  private Cluster(ApiServer api, Helm helm) {
    this.api = api;
    this.helm = helm;
  }

  static Cluster start(Path home) {
    ApiServer api = ApiServer.launch();
    try {
      Files.writeString(home.resolve("kubeconfig"), api.kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var cluster = new Cluster(api, Helm.in(home));
    for (String kind : List.of("servicemonitors", "prometheusrules")) {
      cluster.kubectl("apply", "--server-side", "-f", Helm.prometheusKind(kind).toString());
    }
    cluster.kubectl("create", "namespace", OTHER_NAMESPACE);
    cluster.kubectl("create", "namespace", NAMESPACE);
    cluster.kubectl(
        "label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce=restricted");
    Eventually.until(
        () -> "the Prometheus operator's kinds are served",
        PATIENCE,
        () -> api.kubectl("get", "servicemonitors,prometheusrules").exitCode() == 0);
    return cluster;
  }

  Helm helm() {
    return helm;
  }

  /** Output of a command that has to succeed. */
  String kubectl(String... arguments) {
    Kubectl.Result result = api.kubectl(arguments);
    assertEquals(0, result.exitCode(), result.output());
    return result.output();
  }

  /** As {@link #kubectl}, with {@code -f -}. */
  String kubectlWith(String input, String... arguments) {
    Kubectl.Result result = tryKubectlWith(input, arguments);
    assertEquals(0, result.exitCode(), result.output());
    return result.output();
  }

  Kubectl.Result tryKubectlWith(String input, String... arguments) {
    return api.kubectlWithInput(input, arguments);
  }

  /** Names of what is there, as {@code kind/name}; of the namespace where a kind has any. */
  List<String> names(String kinds, String... options) {
    var arguments = new ArrayList<>(List.of("get", kinds, "-o", "name", "-n", NAMESPACE));
    arguments.addAll(Arrays.asList(options));
    return kubectl(arguments.toArray(String[]::new)).lines().sorted().toList();
  }

  void eventually(String what, BooleanSupplier condition) {
    Eventually.until(() -> what, PATIENCE, condition);
  }

  @Override
  public void close() {
    api.close();
  }
}
