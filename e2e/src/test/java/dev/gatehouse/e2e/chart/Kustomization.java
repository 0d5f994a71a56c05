package dev.gatehouse.e2e.chart;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The chart's objects as kustomize takes them: without what only Helm has a use for. */
final class Kustomization {
  static final Path FOLDER = Path.of("../deploy/kustomize");

  private static final String HEADER =
      "# From charts/gatehouse; written by KustomizeTest with -Dgenerate.\n";

  /** The checksum too: kustomize's own generator names the settings by their content. */
  private static final Pattern HELMS_OWN =
      Pattern.compile(
          "(?m)^ +(app\\.kubernetes\\.io/managed-by|helm\\.sh/chart|helm\\.sh/resource-policy"
              + "|checksum/settings): .*\\n");

  private static final Pattern NOTHING_LEFT = Pattern.compile("(?m)^( *)annotations:\\n(?!\\1 )");

  private Kustomization() {}

  /** Every file that is made, by its place in the folder. */
  static Map<String, String> files(Helm helm) {
    List<Manifest> plain = rendered(helm);
    List<Manifest> full =
        rendered(
            helm,
            "dataPlane.autoscaling.enabled=true",
            "networkPolicy.enabled=true",
            "serviceMonitor.enabled=true",
            "prometheusRule.enabled=true",
            "dashboard.enabled=true");
    return Map.of(
        "operator/crds.yaml",
        file(plain, Manifest::isDefinition),
        "operator/operator.yaml",
        file(plain, one -> !one.isDefinition() && !isOfFleet(one)),
        "fleet/fleet.yaml",
        file(plain, one -> isOfFleet(one) && !one.kind().equals("ConfigMap")),
        "fleet/gatehouse.yaml",
        settings(plain),
        "components/autoscaling/hpa.yaml",
        file(full, one -> one.kind().equals("HorizontalPodAutoscaler")),
        "components/network-policy/networkpolicies.yaml",
        file(full, one -> one.kind().equals("NetworkPolicy")),
        "components/monitoring/servicemonitor.yaml",
        file(full, one -> one.kind().equals("ServiceMonitor")),
        "components/monitoring/prometheusrule.yaml",
        file(full, one -> one.kind().equals("PrometheusRule")),
        "components/monitoring/dashboard.yaml",
        file(full, one -> one.key().equals("ConfigMap/gatehouse-dashboard")));
  }

  /** Both Secrets belong to the operator, which fills them. */
  private static boolean isOfFleet(Manifest one) {
    return one.object()
            .at("/metadata/labels/app.kubernetes.io~1component")
            .asText()
            .equals("dataplane")
        && !one.kind().equals("Secret");
  }

  private static List<Manifest> rendered(Helm helm, String... values) {
    return Manifest.all(
        helm.template(
                Chart.FOLDER, List.of(values).stream().map("--set="::concat).toArray(String[]::new))
            .succeeded());
  }

  private static String settings(List<Manifest> all) {
    return HEADER
        + all.stream()
            .filter(one -> one.key().equals("ConfigMap/gatehouse-default"))
            .map(one -> one.object().at("/data/gatehouse.yaml").asText())
            .collect(Collectors.joining());
  }

  private static String file(List<Manifest> all, Predicate<Manifest> chosen) {
    return HEADER
        + all.stream()
            .filter(chosen)
            .map(one -> HELMS_OWN.matcher(one.text()).replaceAll(""))
            .map(text -> NOTHING_LEFT.matcher(text).replaceAll(""))
            .collect(Collectors.joining("---\n"));
  }
}
