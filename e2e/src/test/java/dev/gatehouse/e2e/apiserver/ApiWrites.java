package dev.gatehouse.e2e.apiserver;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writing requests by what they write, like {@code gatewayroutes/status}, as the API server itself
 * counts them since its start, whatever it answered.
 */
public record ApiWrites(Map<String, Long> byResource) {
  private static final Set<String> READING = Set.of("GET", "LIST", "WATCH", "CONNECT");
  private static final Pattern SERIES =
      Pattern.compile("(?m)^apiserver_request_total\\{(?<labels>[^}]*)\\} (?<count>\\S+)$");
  private static final Pattern LABEL = Pattern.compile("(?<name>\\w+)=\"(?<value>[^\"]*)\"");

  public ApiWrites {
    byResource = Map.copyOf(byResource);
  }

  /** Those up to now. */
  public static ApiWrites now(ApiServer api) {
    var writes = new HashMap<String, Long>();
    var series = SERIES.matcher(api.client().raw("/metrics"));
    while (series.find()) {
      Map<String, String> labels = labels(series.group("labels"));
      if (!READING.contains(labels.get("verb"))) {
        String subresource = labels.getOrDefault("subresource", "");
        String resource = labels.getOrDefault("resource", "");
        writes.merge(
            subresource.isEmpty() ? resource : resource + "/" + subresource,
            (long) Double.parseDouble(series.group("count")),
            Long::sum);
      }
    }
    return new ApiWrites(writes);
  }

  /** Of one kind of object, or of a part of it. */
  public long of(String resource) {
    return byResource.getOrDefault(resource, 0L);
  }

  private static Map<String, String> labels(String text) {
    var labels = new HashMap<String, String>();
    var label = LABEL.matcher(text);
    while (label.find()) {
      labels.put(label.group("name"), label.group("value"));
    }
    return labels;
  }
}
