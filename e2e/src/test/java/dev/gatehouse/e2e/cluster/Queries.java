package dev.gatehouse.e2e.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What dashboards and alerts ask Prometheus. */
final class Queries {
  private static final Pattern METRIC = Pattern.compile("gatehouse_[a-z_]+|\\bup(?=\\{)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Queries() {}

  /** All queries of a dashboard, with its variables as Grafana fills them in for everything. */
  static List<String> ofDashboard(String dashboard) {
    try {
      return JSON.readTree(dashboard).findValuesAsText("expr").stream()
          .map(query -> query.replace("$namespace", ".*").replace("$fleet", ".*"))
          .map(query -> query.replace("$__rate_interval", "1m"))
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no dashboard", e);
    }
  }

  /** The metrics that alerts look at: the alerts themselves have no data while all is well. */
  static Set<String> metricsIn(GenericKubernetesResource rules) {
    try {
      return METRIC
          .matcher(JSON.writeValueAsString(rules.get("spec")))
          .results()
          .map(MatchResult::group)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no rules", e);
    }
  }
}
