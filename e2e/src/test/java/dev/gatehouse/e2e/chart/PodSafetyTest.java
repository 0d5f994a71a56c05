package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold of the rendered objects whatever the values are. */
@NeedsHelm
class PodSafetyTest {
  private static List<Manifest> manifests = List.of();

  @BeforeAll
  static void renderEverything(@TempDir Path home) {
    manifests =
        GoldenCase.all().stream().flatMap(one -> one.rendered(Helm.in(home)).stream()).toList();
  }

  @Test
  void gatewayPodsHaveNoTokenAndNoRole() {
    List<Manifest> fleets = workloads("dataplane");

    assertTrue(fleets.size() > 8);
    for (Manifest fleet : fleets) {
      JsonNode spec = fleet.podTemplate().path("spec");
      assertTrue(spec.path("automountServiceAccountToken").isBoolean(), fleet::text);
      assertFalse(spec.path("automountServiceAccountToken").asBoolean(), fleet::text);
    }
    Set<String> bound =
        manifests.stream()
            .filter(one -> one.kind().endsWith("RoleBinding"))
            .flatMap(one -> one.object().path("subjects").valueStream())
            .map(subject -> subject.path("name").asText())
            .collect(Collectors.toSet());
    assertEquals(Set.of("gatehouse-operator"), bound);
  }

  @Test
  void noRightIsAWildcard() {
    List<JsonNode> rules =
        manifests.stream()
            .filter(one -> one.kind().equals("Role") || one.kind().equals("ClusterRole"))
            .flatMap(one -> one.object().path("rules").valueStream())
            .toList();

    assertTrue(rules.size() > 8);
    for (JsonNode rule : rules) {
      assertFalse(rule.toString().contains("*"), rule::toString);
    }
  }

  @Test
  void secretsAndLeasesAreNamedOneByOne() {
    for (Manifest role : manifests) {
      for (JsonNode rule : role.object().path("rules")) {
        String resources = rule.path("resources").toString();
        if (resources.contains("secrets") || resources.contains("leases")) {
          assertEquals("Role", role.kind());
          assertTrue(makesLeases(rule) || !rule.path("resourceNames").isEmpty(), role::text);
          assertFalse(rule.path("verbs").toString().contains("list"), role::text);
        }
      }
    }
  }

  /** What doesn't exist has no name that a rule could give. */
  private static boolean makesLeases(JsonNode rule) {
    return rule.path("resources").toString().equals("[\"leases\"]")
        && rule.path("verbs").toString().equals("[\"create\"]");
  }

  @Test
  void nobodyWaitsForAFilledSecretInVain() {
    for (Manifest fleet : workloads("dataplane")) {
      JsonNode push =
          fleet
              .podTemplate()
              .at("/spec/volumes")
              .valueStream()
              .filter(volume -> volume.path("name").asText().equals("push"))
              .findFirst()
              .orElseThrow();
      assertEquals(
          List.of("ca.crt", "tls.crt", "tls.key"),
          push.at("/secret/items").valueStream().map(item -> item.path("key").asText()).toList());
    }
  }

  @Test
  void podsGetLongerToGoThanTheyTake() {
    for (Manifest fleet : workloads("dataplane")) {
      String settings =
          manifests.stream()
              .filter(one -> one.key().equals("ConfigMap/" + fleet.name()))
              .filter(one -> checksum(fleet).equals(sha256(one)))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no settings for " + fleet.text()))
              .object()
              .at("/data/gatehouse.yaml")
              .asText();
      String deadline = Manifest.tree(settings).at("/drain/deadline").asText();
      int grace = fleet.podTemplate().at("/spec/terminationGracePeriodSeconds").asInt();

      assertEquals(grace - 10 + "s", deadline);
    }
  }

  /** A change of the settings exchanges the pods: they are read at the start alone. */
  private static String checksum(Manifest fleet) {
    return fleet.podTemplate().at("/metadata/annotations/checksum~1settings").asText();
  }

  private static String sha256(Manifest settings) {
    String text = settings.object().at("/data/gatehouse.yaml").asText();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.stripTrailing().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static List<Manifest> workloads(String component) {
    return manifests.stream()
        .filter(one -> !one.podTemplate().isMissingNode())
        .filter(
            one ->
                component.equals(
                    one.object().at("/metadata/labels/app.kubernetes.io~1component").asText()))
        .toList();
  }
}
