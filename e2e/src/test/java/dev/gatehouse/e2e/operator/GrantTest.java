package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiProxy;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithApiServer
class GrantTest {
  /** As much of the Gateway API's own definition as the operator reads. */
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: referencegrants.gateway.networking.k8s.io
        annotations:
          api-approved.kubernetes.io: https://github.com/kubernetes-sigs/gateway-api/pull/2997
      spec:
        group: gateway.networking.k8s.io
        scope: Namespaced
        names: {kind: ReferenceGrant, plural: referencegrants, singular: referencegrant}
        versions:
        - name: v1beta1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  private final ApiServer api;
  private final ApiProxy proxy;
  private final Gateway routes;
  private final Gateway services;

  GrantTest(ApiServer api) {
    this.api = api;
    proxy = new ApiProxy(api);
    services = new Gateway(api, "services");
    services.stopOperator();
    routes = new Gateway(api, "routes", proxy.config());
  }

  @AfterEach
  void close() {
    routes.close();
    services.close();
    proxy.close();
    api.kubectl("delete", "crd", "referencegrants.gateway.networking.k8s.io");
  }

  @Test
  void accessAcrossNamespacesComesAndGoesWithItsGrant() {
    install();
    routes.restartOperator();
    refer();

    grant();
    routes.awaitAnswer("/", "200 secret");

    assertEquals(
        0,
        api.kubectl("delete", "referencegrant", "orders", "-n", services.namespace()).exitCode());
    routes.awaitAnswer("/", "500");
    routes.await("orders", "ResolvedRefs", "RefNotPermitted");
  }

  @Test
  void grantsThatCanBeMadeOnlyLaterWorkWithoutARestart() {
    refer();

    install();
    grant();

    routes.awaitAnswer("/", "200 secret");
    routes.await("orders", "ResolvedRefs", "ResolvedRefs");
  }

  @Test
  void withoutTheKindNothingIsPermitted() {
    install();
    routes.restartOperator();
    refer();
    grant();
    routes.awaitAnswer("/", "200 secret");

    uninstall();
    routes.awaitAnswer("/", "500");

    install();
    grant();
    routes.awaitAnswer("/", "200 secret");
  }

  @Test
  void whoWasCutOffWhenTheKindWentPermitsNothingEither() {
    install();
    routes.restartOperator();
    refer();
    grant();
    routes.awaitAnswer("/", "200 secret");

    proxy.cutOff();
    uninstall();
    assertEquals("200 secret", routes.get("/"), "nobody has told the operator");
    proxy.mend();

    routes.awaitAnswer("/", "500");
    routes.await("orders", "ResolvedRefs", "RefNotPermitted");
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

  private void install() {
    api.client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .load(new ByteArrayInputStream(DEFINITION.getBytes(StandardCharsets.UTF_8)))
        .forceConflicts()
        .serverSideApply();
    awaitKind(true);
  }

  private void uninstall() {
    assertEquals(
        0, api.kubectl("delete", "crd", "referencegrants.gateway.networking.k8s.io").exitCode());
    awaitKind(false);
  }

  private void awaitKind(boolean installed) {
    Eventually.until(
        "ReferenceGrants can be listed: " + installed,
        Gateway.PATIENCE,
        () -> api.kubectl("get", "referencegrants", "-A").exitCode() == 0 == installed);
  }
}
