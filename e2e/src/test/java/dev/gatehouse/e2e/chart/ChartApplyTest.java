package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real API server takes whatever is rendered, and would admit the pods. */
@NeedsHelm
class ChartApplyTest {
  private static final String[] DRY_RUN = {
    "apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", "-"
  };

  private static Cluster cluster;

  @BeforeAll
  static void start(@TempDir Path home) {
    cluster = Cluster.start(home);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  static List<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void takesEveryObject(GoldenCase golden) {
    List<Manifest> manifests = golden.rendered(cluster.helm());

    String applied = cluster.kubectlWith(text(manifests), DRY_RUN);

    assertEquals(
        manifests.size(),
        applied
            .lines()
            .filter(line -> line.endsWith(" serverside-applied (server dry run)"))
            .count(),
        applied);
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/everything", "overlays/two-fleets"})
  void takesWhatKustomizeMakes(String folder) {
    String built = cluster.kubectl("kustomize", Kustomization.FOLDER.resolve(folder).toString());

    String applied = cluster.kubectlWith(built, DRY_RUN);

    assertEquals(
        Manifest.all(built).size(),
        applied.lines().filter(line -> line.endsWith(" (server dry run)")).count(),
        applied);
  }

  @Test
  void admitsThePods() {
    Set<JsonNode> pods = podsOfCases();

    String created =
        cluster.kubectlWith(
            pods.stream().map(JsonNode::toString).collect(Collectors.joining("\n---\n")),
            "create",
            "--dry-run=server",
            "-n",
            Cluster.NAMESPACE,
            "-f",
            "-");

    assertTrue(pods.size() > 8);
    assertEquals(pods.size(), created.lines().count(), created);
  }

  /** A port of the node is what the restricted standard forbids, and the values say so. */
  private static Set<JsonNode> podsOfCases() {
    return cases().stream()
        .flatMap(golden -> golden.rendered(cluster.helm()).stream())
        .filter(one -> !one.podTemplate().isMissingNode())
        .filter(one -> one.podTemplate().findValue("hostPort") == null)
        .map(ChartApplyTest::pod)
        .collect(Collectors.toSet());
  }

  /** As a controller would make one; the node's limits are of no interest. */
  private static JsonNode pod(Manifest workload) {
    ObjectNode pod = new ObjectMapper().createObjectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata").put("name", workload.name());
    ObjectNode spec = workload.podTemplate().path("spec").deepCopy();
    // Classes that only some clusters have.
    spec.remove("priorityClassName");
    return pod.set("spec", spec);
  }

  private static String text(List<Manifest> manifests) {
    return String.join("---\n", manifests.stream().map(Manifest::text).toList());
  }
}
