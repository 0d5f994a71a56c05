package dev.gatehouse.e2e.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.ApiWire;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.e2e.schema.Crds;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator that is not allowed all that it has to do, from the start or while it runs. */
@WithApiServer
class PermissionsTest {
  private static final String USER = "gatehouse-with-little-permission";

  private static final Map<String, String> GROUPS =
      Map.of(
          "gatewayroutes", "gatehouse.dev",
          "services", "",
          "namespaces", "",
          "endpointslices", "discovery.k8s.io",
          "referencegrants", "gateway.networking.k8s.io");

  private final ApiServer api;
  private @Nullable Gateway gateway;

  PermissionsTest(ApiServer api) {
    this.api = api;
  }

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    api.kubectl("delete", "clusterrole,clusterrolebinding", USER);
    Crds.uninstallReferenceGrants(api);
  }

  @ParameterizedTest
  @CsvSource({
    "gatewayroutes, GatewayRoute",
    "services, Service",
    "endpointslices, EndpointSlice",
    "namespaces, Namespace",
    "referencegrants, ReferenceGrant",
  })
  void namesTheKindThatItMayNotListAndPublishesNothing(String forbidden, String kind) {
    Crds.installReferenceGrants(api);
    permitAllBut(forbidden);
    var config =
        new ConfigBuilder(api.client().getConfiguration()).withImpersonateUsername(USER).build();
    gateway = new Gateway(api, "permissions", config);
    gateway.backend("v1");
    gateway.route("orders", "/", "v1");

    Eventually.until(
        () -> kind + " alone is forbidden in " + unlisted(),
        Gateway.PATIENCE,
        () -> unlisted().size() == 1 && isForbidden(unlisted().getFirst(), kind));
    assertEquals("503", gateway.get("/"), "half a cluster is not published");

    permitAllBut("nothing");
    gateway.awaitAnswer("/", "200 v1");
    gateway.awaitProgrammed("orders");
    Gateway permitted = gateway;
    Eventually.until(
        () -> "no problem is left of " + permitted.problems(),
        Gateway.PATIENCE,
        () -> permitted.problems().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"gatewayroutes, GatewayRoute", "endpointslices, EndpointSlice"})
  void namesWhatItMayNoLongerWatchAndServesOnWhatItKnew(String forbidden, String kind)
      throws IOException {
    Crds.installReferenceGrants(api);
    permitAllBut("nothing");
    try (var wire = new ApiWire(api)) {
      var config = new ConfigBuilder(wire.config()).withImpersonateUsername(USER).build();
      Gateway running = new Gateway(api, "permissions", config);
      gateway = running;
      running.backend("v1");
      running.route("orders", "/", "v1");
      running.awaitProgrammed("orders");

      permitAllBut(forbidden);
      awaitRefusal("list", forbidden);
      wire.breakConnections();
      String problem = kind + " is not watched: " + forbidden + ".";
      Eventually.until(
          () -> problem + " is told, not " + running.problems(),
          Gateway.PATIENCE,
          () -> running.problems().stream().anyMatch(found -> isTold(found, problem)));
      assertEquals("200 v1", running.get("/"));
      Backend moved = running.backend("moved");

      permitAllBut("nothing");
      running.endpoints("v1", moved);
      running.awaitAnswer("/", "200 moved");
      Eventually.until(
          () -> "no problem is left of " + running.problems(),
          Gateway.PATIENCE,
          () -> running.problems().isEmpty());
    }
  }

  private static boolean isTold(String found, String problem) {
    return found.startsWith(problem) && found.contains(" is forbidden: User \"" + USER + "\"");
  }

  @Test
  void saysThatItMayNoLongerWriteStatusesAndWritesThemOnceItMay() {
    Crds.installReferenceGrants(api);
    permitAllBut("gatewayroutes/status");
    awaitRefusal("patch", "gatewayroutes/status");
    var config =
        new ConfigBuilder(api.client().getConfiguration()).withImpersonateUsername(USER).build();
    Gateway running = new Gateway(api, "permissions", config);
    gateway = running;
    running.backend("v1");
    running.route("orders", "/", "v1");

    running.awaitAnswer("/", "200 v1");
    Eventually.until(
        () -> "it is told, not " + running.problems(),
        Gateway.PATIENCE,
        () ->
            running.problems().stream()
                .anyMatch(
                    problem ->
                        problem.startsWith("statuses can't be written: gatewayroutes.gatehouse.dev")
                            && problem.contains("forbidden")));
    assertNull(running.read("orders").getStatus());

    permitAllBut("nothing");
    running.awaitProgrammed("orders");
    Eventually.until(
        () -> "no problem is left of " + running.problems(),
        Gateway.PATIENCE,
        () -> running.problems().isEmpty());
  }

  /** Returns once the API server goes by what it was told. */
  private void awaitRefusal(String verb, String resource) {
    String[] parts = resource.split("/", 2);
    Eventually.until(
        "the right to %s %s is gone".formatted(verb, resource),
        Gateway.PATIENCE,
        () ->
            api.kubectl(
                    "auth",
                    "can-i",
                    verb,
                    parts[0],
                    "--subresource=" + (parts.length == 1 ? "" : parts[1]),
                    "--all-namespaces",
                    "--as=" + USER)
                .output()
                .strip()
                .endsWith("no"));
  }

  private static boolean isForbidden(String problem, String kind) {
    return problem.startsWith(kind + " can't be listed: ") && problem.contains("forbidden");
  }

  private List<String> unlisted() {
    return requireNonNull(gateway).problems().stream()
        .filter(problem -> problem.contains(" listed"))
        .toList();
  }

  private void permitAllBut(String forbidden) {
    String reading =
        GROUPS.entrySet().stream()
            .filter(group -> !group.getKey().equals(forbidden))
            .map(
                group ->
                    "- {apiGroups: [\"%s\"], resources: [%s], verbs: [get, list, watch]}\n"
                        .formatted(group.getValue(), group.getKey()))
            .collect(Collectors.joining());
    String yaml =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: USER}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: USER}]
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: USER}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: USER}
        rules:
        - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, create, patch]}
        """
            .replace("USER", USER);
    String writing =
        forbidden.equals("gatewayroutes/status")
            ? ""
            : "- {apiGroups: [gatehouse.dev], resources: [gatewayroutes/status], verbs: [patch]}\n";
    var applied = api.kubectlWithInput(yaml + reading + writing, "apply", "-f", "-");
    assertEquals(0, applied.exitCode(), applied.output());
  }
}
