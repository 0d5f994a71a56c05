package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.e2e.chart.Chart;
import dev.gatehouse.e2e.chart.Helm;
import dev.gatehouse.e2e.schema.Crds;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rights that the chart gives to the operator, and the empty objects, are enough for it. */
@WithApiServer
class ChartRolesTest {
  private static final String USER = "gatehouse-with-the-rights-of-the-chart";

  private final ApiServer api;
  private @Nullable Gateway gateway;

  @TempDir Path home;

  ChartRolesTest(ApiServer api) {
    this.api = api;
  }

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    api.kubectl("delete", "clusterrole,clusterrolebinding", "gatehouse-operator");
    Crds.uninstallReferenceGrants(api);
  }

  @Test
  void areEnough() {
    Crds.installReferenceGrants(api);
    var config =
        new ConfigBuilder(api.client().getConfiguration()).withImpersonateUsername(USER).build();
    var started = new Gateway(api, "roles", config);
    gateway = started;
    started.backend("v1");
    started.route("orders", "/", "v1");

    var applied = api.kubectlWithInput(rights(started.namespace()), "apply", "-f", "-");
    assertEquals(0, applied.exitCode(), applied.output());

    started.awaitAnswer("/", "200 v1");
    started.awaitProgrammed("orders");
    Eventually.until(
        () -> "no problem is left of " + started.problems(),
        Gateway.PATIENCE,
        () -> started.problems().isEmpty());
    // Pods by their label, too.
    started.restartOperatorByLabel();
    Eventually.until(
        () -> "no problem is left of " + started.problems(),
        Gateway.PATIENCE,
        () -> started.problems().equals(List.of()));
  }

  /** Those of a user instead of the account, since no pod runs here. */
  private String rights(String namespace) {
    return Helm.in(home)
        .template(
            Chart.FOLDER,
            "--namespace=" + namespace,
            "--show-only=templates/operator/rbac.yaml",
            "--show-only=templates/operator/lease.yaml",
            "--show-only=templates/push-secrets.yaml")
        .succeeded()
        .replace(
            "- kind: ServiceAccount\n  name: gatehouse-operator\n  namespace: " + namespace,
            "- {kind: User, apiGroup: rbac.authorization.k8s.io, name: " + USER + "}");
  }
}
