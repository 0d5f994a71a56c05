package dev.gatehouse.e2e.cluster;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prometheus' configuration for a ServiceMonitor, as the Prometheus operator makes it, as far as
 * our chart uses its fields.
 */
final class ScrapeConfig {
  /** The files beside it that it reads. */
  static final String TARGETS = "targets.json";

  static final String RULES = "rules.yml";

  private ScrapeConfig() {}

  /** The whole configuration file. */
  static Map<String, Object> of(GenericKubernetesResource monitor) {
    List<Map<String, Object>> endpoints = monitor.get("spec", "endpoints");
    return Map.of(
        "global",
        Map.of("evaluation_interval", "5s"),
        "rule_files",
        List.of(RULES),
        "scrape_configs",
        endpoints.stream().map(endpoint -> job(monitor, endpoint)).toList());
  }

  private static Map<String, Object> job(
      GenericKubernetesResource monitor, Map<String, Object> endpoint) {
    var relabelings = new ArrayList<Map<String, Object>>();
    Map<String, String> selector = monitor.get("spec", "selector", "matchLabels");
    selector.forEach((label, value) -> relabelings.add(keep(Targets.ofService(label), value)));
    relabelings.add(keep("__meta_kubernetes_endpoint_port_name", text(endpoint, "port")));
    for (String name : List.of("namespace", "pod", "service")) {
      String source = name.equals("namespace") ? name : name + "_name";
      relabelings.add(
          Map.of("source_labels", List.of("__meta_kubernetes_" + source), "target_label", name));
    }
    if (endpoint.get("relabelings") instanceof List<?> own) {
      own.forEach(relabeling -> relabelings.add(relabeling((Map<?, ?>) relabeling)));
    }
    return Map.of(
        "job_name",
        monitor.getMetadata().getName() + "/" + text(endpoint, "port"),
        "scrape_interval",
        text(endpoint, "interval"),
        "metrics_path",
        text(endpoint, "path"),
        "file_sd_configs",
        List.of(Map.of("files", List.of(TARGETS))),
        "relabel_configs",
        relabelings);
  }

  private static String text(Map<String, Object> endpoint, String field) {
    return (String) requireNonNull(endpoint.get(field), field);
  }

  private static Map<String, Object> keep(String label, String value) {
    return Map.of("source_labels", List.of(label), "regex", value, "action", "keep");
  }

  /** In the file names have underscores, where the resource has capitals. */
  private static Map<String, Object> relabeling(Map<?, ?> ofResource) {
    var ofFile = new LinkedHashMap<String, Object>();
    ofResource.forEach(
        (name, value) ->
            ofFile.put(
                ((String) name).replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), value));
    return ofFile;
  }
}
