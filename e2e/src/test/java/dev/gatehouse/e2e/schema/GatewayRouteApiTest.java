package dev.gatehouse.e2e.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.cli.schema.SchemaCheck;
import dev.gatehouse.crds.v1alpha1.BackendRef;
import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.PathMatch;
import dev.gatehouse.crds.v1alpha1.RouteMatch;
import dev.gatehouse.crds.v1alpha1.RouteRule;
import dev.gatehouse.crds.v1alpha1.ValueMatch;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a person does with GatewayRoutes by kubectl, and how big one may be. */
@WithApiServer
class GatewayRouteApiTest {
  private final ApiServer api;

  GatewayRouteApiTest(ApiServer api) {
    this.api = api;
  }

  @BeforeAll
  static void installCrd(ApiServer api) {
    Crds.install(api);
  }

  @Test
  void mergesTheRulesOfTwoOwnersByName() {
    String namespace = api.namespace("owners");

    apply(namespace, "team-a", "a", "80");
    apply(namespace, "team-b", "b", "80");
    apply(namespace, "team-a", "a", "81");

    String rules =
        api.kubectl(
                "get",
                "gwr/shared",
                "-n",
                namespace,
                "-o",
                "jsonpath={range .spec.rules[*]}{.name}={.backendRefs[*].port} {end}")
            .output();
    assertEquals(List.of("a=81", "b=80"), Stream.of(rules.split(" ")).sorted().toList());
  }

  @Test
  void takesAnObjectAtItsBounds() {
    GatewayRoute route = route(api.namespace("bounds"), many(64, GatewayRouteApiTest::fullRule));

    assertEquals(
        List.of(), SchemaCheck.forGatewayRoute().check(new JsonMapper().valueToTree(route)));
    assertEquals(1L, api.client().resource(route).create().getMetadata().getGeneration());
  }

  @Test
  void explainsItself() {
    String rules = api.kubectl("explain", "gatewayroute.spec.rules").output();
    String path = api.kubectl("explain", "gwr.spec.rules.matches.path.type").output();

    assertTrue(rules.contains("most specific"), rules);
    assertTrue(path.contains("where {name} stands for one"), path);
  }

  @Test
  void showsWhatMattersInAList() {
    String namespace = api.namespace("columns");
    apply(namespace, "somebody", "a", "80");

    String list = api.kubectl("get", "gatehouse", "-n", namespace).output();

    assertEquals(
        List.of("NAME", "HOSTS", "ACCEPTED", "RESOLVED", "PROGRAMMED", "LIVE", "AGE"),
        List.of(list.lines().findFirst().orElseThrow().split(" +")));
    assertTrue(list.contains("[\"shop.example\"]"), list);
  }

  private void apply(String namespace, String manager, String rule, String port) {
    var answer =
        api.kubectlWithInput(
            """
            apiVersion: gatehouse.dev/v1alpha1
            kind: GatewayRoute
            metadata: {name: shared, namespace: %s}
            spec:
              hostnames: [shop.example]
              rules:
              - name: %s
                backendRefs: [{name: orders, port: %s}]
            """
                .formatted(namespace, rule, port),
            "apply",
            "--server-side",
            "--field-manager=" + manager,
            "-f",
            "-");
    assertEquals(0, answer.exitCode(), answer.output());
  }

  private static GatewayRoute route(String namespace, List<RouteRule> rules) {
    var route = new GatewayRoute();
    route.setMetadata(new ObjectMetaBuilder().withName("bounds").withNamespace(namespace).build());
    route.setSpec(new GatewayRouteSpec("default", List.of("a.example"), null, rules));
    return route;
  }

  private static RouteRule fullRule(int rule) {
    return new RouteRule(
        "rule-" + rule,
        many(
            16,
            match ->
                new RouteMatch(
                    new PathMatch(PathMatch.Type.Template, "/r" + rule + "/{a}/{b}/m" + match),
                    "GET",
                    many(16, GatewayRouteApiTest::header),
                    null,
                    null)),
        null,
        List.of(new BackendRef("orders", null, 80, 1)),
        null,
        null);
  }

  private static ValueMatch header(int number) {
    return new ValueMatch(ValueMatch.Type.Exact, "x-" + number, "v");
  }

  private static <T> List<T> many(int count, IntFunction<T> one) {
    return IntStream.range(0, count).mapToObj(one).toList();
  }
}
