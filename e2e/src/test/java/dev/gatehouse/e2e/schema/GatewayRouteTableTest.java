package dev.gatehouse.e2e.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gatehouse.cli.Gatehouse;
import dev.gatehouse.cli.schema.SchemaCheck;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every object of the table, against the API server, against the schema check, and as a file of a
 * folder against {@code gatehouse check}.
 */
@WithApiServer
class GatewayRouteTableTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final SchemaCheck CHECK = SchemaCheck.forGatewayRoute();

  private static final Pattern FINDING = Pattern.compile("route\\.yaml:([1-9]\\d*): (.*)");

  private final ApiServer api;

  GatewayRouteTableTest(ApiServer api) {
    this.api = api;
  }

  @BeforeAll
  static void installCrd(ApiServer api) {
    Crds.install(api);
  }

  static List<Case> cases() {
    return Case.all();
  }

  @Test
  void coversWhatItShould() {
    List<Case> all = cases();
    long bad = all.stream().filter(one -> one.refused() != null).count();

    assertTrue(bad >= 40, "bad objects: " + bad);
    assertTrue(all.size() - bad >= 15, "good objects: " + (all.size() - bad));
    assertEquals(all.size(), new HashSet<>(all.stream().map(Case::name).toList()).size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void apiServer(Case one) {
    judge(one, apiServerVerdict(one));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void check(Case one) throws Exception {
    String verdict =
        CHECK.check(YAML.readTree(one.yaml())).stream()
            .map(problem -> problem.path() + ": " + problem.message())
            .collect(Collectors.joining("\n"));
    judge(one, verdict);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void checkCommand(Case one, @TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("route.yaml"), one.yaml());
    Files.writeString(folder.resolve("targets.yaml"), Targets.of(YAML.readTree(one.yaml())));
    var out = new StringWriter();

    int code =
        Gatehouse.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute("check", folder.toString());

    if (one.refused() == null) {
      assertEquals(0, code, out::toString);
    } else {
      assertEquals(1, code, out::toString);
      int lines = (int) one.yaml().lines().count();
      assertTrue(
          out.toString().lines().anyMatch(line -> names(line, one.refused(), lines)),
          () -> "says: " + out);
    }
  }

  /** Whether it is {@code file:line: message}, with a line that the file has. */
  private static boolean names(String line, String refused, int lines) {
    Matcher parts = FINDING.matcher(line);
    return parts.matches()
        && Integer.parseInt(parts.group(1)) <= lines
        && parts.group(2).contains(refused);
  }

  private static void judge(Case one, String verdict) {
    if (one.refused() == null) {
      assertEquals("", verdict);
    } else {
      assertTrue(verdict.contains(one.refused()), () -> "refused with: " + verdict);
    }
  }

  private String apiServerVerdict(Case one) {
    var object =
        new KubernetesSerialization().unmarshal(one.yaml(), GenericKubernetesResource.class);
    try {
      api.client()
          .resource(object)
          .inNamespace("default")
          .dryRun()
          .fieldValidation(Validation.STRICT)
          .create();
      return "";
    } catch (KubernetesClientException e) {
      return e.getStatus() == null ? e.toString() : e.getStatus().getMessage();
    }
  }
}
