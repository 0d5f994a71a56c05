package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiProxy;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.e2e.schema.Crds;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 21: GatewayRoute's definition is missing, or that of another version of Gatehouse. */
@WithApiServer
class DefinitionTest {
  private static final String NOT_INSTALLED =
      "GatewayRoute is not installed in this cluster as gatehouse.dev/v1alpha1; its definition comes"
          + " with the chart, and is looked for again";

  /** A whole new version of it, which takes anything. */
  private static final String ANYTHING =
      "{type: object, x-kubernetes-preserve-unknown-fields: true}";

  private static final int MANY = 200;

  private final ApiServer api;
  private final ApiProxy proxy;
  private final Gateway gateway;

  DefinitionTest(ApiServer api) {
    this.api = api;
    proxy = new ApiProxy(api);
    gateway = new Gateway(api, "definition", proxy.config());
  }

  @BeforeEach
  void noOperatorRuns() {
    gateway.backend("v1");
    gateway.backend("v2");
    gateway.stopOperator();
    gateway.restartDataPlane();
  }

  @AfterEach
  void close() {
    kubectl("delete", "gatewayroutes", "--all");
    Crds.install(api);
    gateway.close();
    proxy.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutItTheOperatorSaysSoAndGoesOnOnceItIsThere(boolean ofAnotherVersion) {
    Crds.uninstall(api);
    if (ofAnotherVersion) {
      Crds.installOther(api, yaml -> yaml.replace("name: \"v1alpha1\"", "name: \"v1beta7\""));
    }
    gateway.startOperator();
    awaitProblem(NOT_INSTALLED::equals);
    assertEquals("503", gateway.get("/"), "no route is known, and none is denied");

    Crds.uninstall(api);
    Crds.install(api);
    gateway.route("orders", "/", "v1");

    gateway.awaitAnswer("/", "200 v1");
    gateway.awaitProgrammed("orders");
    Eventually.until(
        () -> "no problem is left of " + gateway.problems(),
        Gateway.PATIENCE,
        () -> gateway.problems().isEmpty());
  }

  @Test
  void aRouteThatThisVersionCannotReadIsToldOfAndHoldsUpNoOther() {
    Crds.installOther(api, DefinitionTest::takingAnything);
    gateway.route("good", "/good", "v1");
    gateway.route("turning", "/turning", "v1");
    other(
        "field", "rules: [{name: all, sharding: {by: moon}, backendRefs: [{name: v1, port: 80}]}]");
    other("value", "rules: [{name: all, filters: [{type: Enchant, enchant: {}}]}]");
    other("misfit", "rules: everything");
    gateway.startOperator();

    gateway.awaitAnswer("/good", "200 v1");
    awaitInvalid("field", "there is no field spec.rules[0].sharding; there are ");
    awaitInvalid("value", "spec.rules[0].filters[0].type has to be one of URLRewrite");
    awaitInvalid("misfit", "spec.rules has to be a list");
    gateway.awaitProgrammed("turning");

    other(
        "turning",
        "rules: [{name: all, sharding: {}, matches: [{path: {value: /turning}}], backendRefs: [{name: v2, port: 80}]}]");
    awaitInvalid("turning", "there is no field spec.rules[0].sharding; there are ");
    gateway.route("good", "/good", "v2");
    gateway.awaitAnswer("/good", "200 v2");
    assertEquals("200 v1", gateway.get("/turning"), "its last good generation serves on");
    assertEquals(List.of(), gateway.problems());
  }

  @Test
  void withAnOlderOneRoutesAreServedAndItIsSaidWhyNoStatusIsWritten() {
    Crds.installOther(api, DefinitionTest::older);
    gateway.route("orders", "/", "v1");
    for (int i = 0; i < MANY; i++) {
      gateway.route("more-" + i, "/more/" + i, "v1");
    }
    gateway.startOperator();
    gateway.awaitAnswer("/", "200 v1");
    awaitProblem(
        problem ->
            problem.startsWith("statuses can't be written: ")
                && problem.contains(".status.liveGeneration: field not declared in schema; the")
                && problem.endsWith("is older than this operator: it comes with the chart"));

    gateway.route("orders", "/", "v2");
    gateway.awaitAnswer("/", "200 v2");
    int writes = proxy.writes("/status").size();
    assertTrue(writes < MANY / 2, () -> "of each route once would be less than " + writes);

    Crds.install(api);
    gateway.awaitProgrammed("orders");
    gateway.awaitProgrammed("more-" + (MANY - 1));
    Eventually.until(
        () -> "no problem is left of " + gateway.problems(),
        Gateway.PATIENCE,
        () -> gateway.problems().isEmpty());
  }

  private void awaitProblem(Predicate<String> isIt) {
    Eventually.until(
        () -> "it is told, not " + gateway.problems(),
        Gateway.PATIENCE,
        () -> gateway.problems().stream().anyMatch(isIt));
  }

  private void awaitInvalid(String route, String message) {
    String path =
        "jsonpath={range .status.conditions[?(@.type==\"Accepted\")]}{.reason}: {.message}{end}";
    Eventually.until(
        () -> route + " is told: " + message + ", not " + get(route, path),
        Gateway.PATIENCE,
        () -> get(route, path).startsWith("Invalid: " + message));
  }

  private String get(String route, String path) {
    return api.kubectl("get", "gwr", route, "-n", gateway.namespace(), "-o", path).output();
  }

  /** Not by the client, whose types are those of this version; taken once the definition is. */
  private void other(String name, String spec) {
    String yaml =
        """
        apiVersion: gatehouse.dev/v1alpha1
        kind: GatewayRoute
        metadata: {name: %s, namespace: %s}
        spec:
          gateway: %s
          %s
        """
            .formatted(name, gateway.namespace(), gateway.namespace(), spec);
    Eventually.until(
        name + " is taken",
        Gateway.PATIENCE,
        () ->
            api.kubectlWithInput(
                        yaml,
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--validate=strict",
                        "-f",
                        "-")
                    .exitCode()
                == 0);
  }

  private void kubectl(String... arguments) {
    var command = new java.util.ArrayList<>(List.of(arguments));
    command.addAll(List.of("-n", gateway.namespace()));
    api.kubectl(command.toArray(String[]::new));
  }

  private static String takingAnything(String yaml) {
    return changed(
        yaml,
        version -> {
          try {
            version.putObject("schema").set("openAPIV3Schema", new YAMLMapper().readTree(ANYTHING));
          } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static String older(String yaml) {
    return changed(
        yaml,
        version -> {
          var fields = (ObjectNode) version.at("/schema/openAPIV3Schema/properties");
          ((ObjectNode) fields.at("/spec/properties")).remove("defaults");
          ((ObjectNode) fields.at("/status/properties"))
              .remove(List.of("liveGeneration", "lastGood"));
        });
  }

  private static String changed(String yaml, Consumer<ObjectNode> change) {
    try {
      var mapper = new YAMLMapper();
      var definition = mapper.readTree(yaml);
      change.accept((ObjectNode) definition.at("/spec/versions/0"));
      return mapper.writeValueAsString(definition);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
