package dev.gatehouse.e2e.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.e2e.schema.Crds;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator that is not allowed to read all that it has to know. */
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
        - {apiGroups: [gatehouse.dev], resources: [gatewayroutes/status], verbs: [patch]}
        """
            .replace("USER", USER);
    var applied = api.kubectlWithInput(yaml + reading, "apply", "-f", "-");
    assertEquals(0, applied.exitCode(), applied.output());
  }
}
