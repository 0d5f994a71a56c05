package dev.gatehouse.dataplane.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Snapshots as people write them for tests: the wire format's fields in YAML, of which only those
 * that matter need to be there.
 */
final class SnapshotYaml {
  static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR));

  private static final ObjectMapper JSON = new ObjectMapper();

  private SnapshotYaml() {}

  static Map<ResourceId, Encoded> read(String yaml) throws IOException {
    JsonNode snapshot = YAML.readTree(yaml);
    var resources = new LinkedHashMap<ResourceId, Encoded>();
    for (JsonNode route : snapshot.path("routes")) {
      put(resources, route((ObjectNode) route));
    }
    for (JsonNode upstream : snapshot.path("upstreams")) {
      String[] parts = upstream.asText().split("/", -1);
      int port = Integer.parseInt(parts[2]);
      ResourceId endpoints = ResourceId.endpoints(parts[0], parts[1], port);
      put(
          resources,
          ResourceCodec.encode(
              new Upstream(
                  ResourceId.upstream(parts[0], parts[1], port),
                  List.of(),
                  parts[0] + "/" + parts[1] + ":" + port,
                  Upstream.Protocol.HTTP1,
                  endpoints)));
      put(resources, ResourceCodec.encode(new EndpointSet(endpoints, List.of(), List.of())));
    }
    for (JsonNode raw : snapshot.path("raw")) {
      byte[] bytes = raw.path("bytes").asText().getBytes(StandardCharsets.UTF_8);
      put(resources, new Encoded(new ResourceId(raw.path("id").asText()), bytes));
    }
    return resources;
  }

  private static void put(Map<ResourceId, Encoded> resources, Encoded resource) {
    if (resources.put(resource.id(), resource) != null) {
      throw new IllegalArgumentException(resource.id() + " is there twice");
    }
  }

  private static Encoded route(ObjectNode route) throws JsonProcessingException {
    String[] parts = route.path("id").asText().split("/", -1);
    ResourceId id = ResourceId.route("gatewayroute", parts[0], parts[1], parts[2]);
    route.put("id", id.value());
    complete(
        route,
        "{kind: Route, requires: [], filters: [], backends: [], hostnames: ['*'],"
            + " loadBalancer: {type: RoundRobin}, timeouts: {requestMillis: 0, backendRequestMillis: 0},"
            + " matches: [{}], origin: {}}");
    complete(
        (ObjectNode) route.path("origin"),
        "{kind: GatewayRoute, namespace: %s, name: %s, rule: %s, index: 0, created: 0}"
            .formatted(parts[0], parts[1], parts[2]));
    for (JsonNode match : route.path("matches")) {
      complete(
          (ObjectNode) match,
          "{path: {type: PathPrefix, value: /}, headers: [], queryParams: [], cookies: []}");
    }
    for (JsonNode filter : route.path("filters")) {
      if (filter.path("edits") instanceof ObjectNode edits) {
        complete(edits, "{set: [], add: [], remove: []}");
      }
    }
    return new Encoded(id, JSON.writeValueAsBytes(route));
  }

  private static void complete(ObjectNode node, String defaults) throws JsonProcessingException {
    YAML.readTree(defaults)
        .properties()
        .forEach(
            field -> {
              if (!node.has(field.getKey())) {
                node.set(field.getKey(), field.getValue());
              }
            });
  }
}
