package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.ApiWire;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.e2e.schema.Crds;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithApiServer
class GrantTest {
  private final ApiServer api;
  private final ApiWire wire;
  private final Gateway routes;
  private final Gateway services;

  GrantTest(ApiServer api) {
    this.api = api;
    wire = new ApiWire(api);
    services = new Gateway(api, "services");
    services.stopOperator();
    routes = new Gateway(api, "routes", wire.config());
  }

  @AfterEach
  void close() throws IOException {
    routes.close();
    services.close();
    wire.close();
    Crds.uninstallReferenceGrants(api);
  }

  @Test
  void accessAcrossNamespacesComesAndGoesWithItsGrant() {
    Crds.installReferenceGrants(api);
    routes.restartOperator();
    refer();

    grant();
    routes.awaitAnswer("/", "200 secret");

    withdraw();
    routes.awaitAnswer("/", "500");
    routes.await("orders", "ResolvedRefs", "RefNotPermitted");
  }

  @Test
  void grantsThatCanBeMadeOnlyLaterWorkWithoutARestart() {
    refer();

    Crds.installReferenceGrants(api);
    grant();

    routes.awaitAnswer("/", "200 secret");
    routes.await("orders", "ResolvedRefs", "ResolvedRefs");
  }

  @Test
  void withoutTheKindNothingIsPermitted() {
    Crds.installReferenceGrants(api);
    routes.restartOperator();
    refer();
    grant();
    routes.awaitAnswer("/", "200 secret");

    Crds.uninstallReferenceGrants(api);
    routes.awaitAnswer("/", "500");

    Crds.installReferenceGrants(api);
    grant();
    routes.awaitAnswer("/", "200 secret");
  }

  @Test
  void whoWasCutOffWhenTheKindWentPermitsNothingEither() {
    Crds.installReferenceGrants(api);
    routes.restartOperator();
    refer();
    grant();
    routes.awaitAnswer("/", "200 secret");

    wire.cut();
    Crds.uninstallReferenceGrants(api);
    assertEquals("200 secret", routes.get("/"), "nobody has told the operator");
    wire.mend();

    routes.awaitAnswer("/", "500");
    routes.await("orders", "ResolvedRefs", "RefNotPermitted");
  }

  @Test
  void aQuarantinedRouteLosesAGrantThatIsWithdrawn() {
    Crds.installReferenceGrants(api);
    routes.restartOperator();
    refer();
    grant();
    routes.awaitAnswer("/", "200 secret");
    routes.awaitProgrammed("orders");

    // The schema can't know which variables a path has.
    routes.rule(
        "orders",
        """
        filters:
            - type: RequestHeaderModifier
              requestHeaderModifier: {set: [{name: x-id, value: "${path.id}"}]}
            backendRefs: [{name: secret, namespace: %s, port: 80}]"""
            .formatted(services.namespace()));
    routes.await("orders", "Programmed", "Quarantined");
    assertEquals("200 secret", routes.get("/"));

    withdraw();
    routes.awaitAnswer("/", "500");
    routes.await("orders", "ResolvedRefs", "RefNotPermitted");
    routes.await("orders", "Programmed", "Quarantined");

    grant();
    routes.awaitAnswer("/", "200 secret");
  }

  private void refer() {
    services.backend("secret");
    routes.rule(
        "orders",
        "backendRefs: [{name: secret, namespace: %s, port: 80}]".formatted(services.namespace()));
    routes.await("orders", "ResolvedRefs", "RefNotPermitted");
    routes.awaitAnswer("/", "500");
  }

  private void grant() {
    services.apply(
        """
        apiVersion: gateway.networking.k8s.io/v1beta1
        kind: ReferenceGrant
        metadata: {name: orders}
        spec:
          from: [{group: gatehouse.dev, kind: GatewayRoute, namespace: %s}]
          to: [{group: "", kind: Service}]
        """
            .formatted(routes.namespace()));
  }

  private void withdraw() {
    assertEquals(
        0,
        api.kubectl("delete", "referencegrant", "orders", "-n", services.namespace()).exitCode());
  }
}
