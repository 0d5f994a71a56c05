package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.Kubectl;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kustomize makes is what the chart makes. */
@WithApiServer
class KustomizeTest {
  @TempDir Path home;

  /** Here for its kubectl alone. */
  private final ApiServer api;

  KustomizeTest(ApiServer api) {
    this.api = api;
  }

  @Test
  void filesAreMadeFromTheChart() throws IOException {
    for (Map.Entry<String, String> file : Kustomization.files(Helm.in(home)).entrySet()) {
      GeneratedFile.check(Kustomization.FOLDER.resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  void theBaseHasEveryObjectOfTheChart() {
    Set<String> ofChart =
        GoldenCase.standard().rendered(Helm.in(home)).stream()
            .map(Manifest::key)
            .collect(Collectors.toSet());

    Set<String> ofBase =
        built("base").stream()
            .map(one -> one.key().replaceFirst("^(ConfigMap/.*)-[a-z0-9]{10}$", "$1"))
            .filter(key -> !key.equals("Namespace/gatehouse-system"))
            .collect(Collectors.toSet());

    assertEquals(ofChart, ofBase);
  }

  @Test
  void changedSettingsExchangeThePods() {
    List<Manifest> base = built("base");
    String settings =
        base.stream()
            .filter(one -> one.kind().equals("ConfigMap"))
            .findFirst()
            .orElseThrow()
            .name();

    assertTrue(settings.startsWith("gatehouse-default-"), settings);
    assertEquals(settings, mountedSettings(find(base, "Deployment/gatehouse-default")));
  }

  @Test
  void everythingLeavesTheNumberOfPodsToTheAutoscaler() {
    List<Manifest> all = built("overlays/everything");

    Manifest fleet = find(all, "Deployment/gatehouse-default");
    assertTrue(fleet.object().at("/spec/replicas").isMissingNode());
    assertEquals(
        fleet.name(),
        find(all, "HorizontalPodAutoscaler/gatehouse-default")
            .object()
            .at("/spec/scaleTargetRef/name")
            .asText());
    assertEquals(
        Set.of(
            "mirror.example.com/gatehouse/operator:0.1.0",
            "mirror.example.com/gatehouse/dataplane:0.1.0"),
        all.stream()
            .flatMap(Manifest::containers)
            .map(container -> container.path("image").asText())
            .collect(Collectors.toSet()));
  }

  @Test
  void aSecondFleetSharesNothingButTheSecret() {
    List<Manifest> all = built("overlays/two-fleets");
    Manifest second = find(all, "Deployment/gatehouse-default-internal");
    Manifest peers = find(all, "Service/gatehouse-default-peers-internal");
    Manifest settings = find(all, "ConfigMap/" + mountedSettings(second));

    JsonNode labels = second.podTemplate().at("/metadata/labels");
    assertEquals("internal", labels.path("gatehouse.dev/gateway").asText());
    assertEquals(labels, peers.object().at("/spec/selector"));
    assertEquals(
        List.of("internal", peers.name()),
        List.of(
            Manifest.tree(settings.object().at("/data/gatehouse.yaml").asText())
                .path("fleet")
                .asText(),
            Manifest.tree(settings.object().at("/data/gatehouse.yaml").asText())
                .at("/snapshot/peers")
                .asText()));
    assertEquals(
        "default",
        find(all, "Deployment/gatehouse-default")
            .podTemplate()
            .at("/metadata/labels/gatehouse.dev~1gateway")
            .asText());
    assertTrue(second.text().contains("secretName: gatehouse-push-dataplane\n"));
  }

  private List<Manifest> built(String folder) {
    Kubectl.Result built =
        api.kubectl("kustomize", Kustomization.FOLDER.resolve(folder).toString());
    assertEquals(0, built.exitCode(), built.output());
    return Manifest.all(built.output());
  }

  private static String mountedSettings(Manifest fleet) {
    return fleet.podTemplate().at("/spec/volumes").findValue("configMap").path("name").asText();
  }

  private static Manifest find(List<Manifest> all, String key) {
    return all.stream()
        .filter(one -> one.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(key + " is not in " + all.stream().map(Manifest::key).toList()));
  }
}
