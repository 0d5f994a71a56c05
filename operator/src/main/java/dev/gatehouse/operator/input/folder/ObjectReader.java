package dev.gatehouse.operator.input.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.operator.input.Reduction;
import dev.gatehouse.operator.input.folder.ObjectCheck.Finding;
import dev.gatehouse.operator.view.ClusterObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.regex.Pattern;

/** Reads one object, as an API server would: kind, names, fields, then its schema and rules. */
final class ObjectReader {
  /** RFC 1123 subdomains; every kind that is read here is named so, or more strictly. */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private final StrictReading reading = new StrictReading();
  private final ObjectCheck check;

  ObjectReader(ObjectCheck check) {
    this.check = check;
  }

  /** What came of an object. */
  sealed interface Outcome {
    record Taken(ClusterObject object) implements Outcome {}

    /** Valid, and of no interest to a gateway; {@code note} is empty where that is plain. */
    record Left(String note) implements Outcome {}

    /** Valid, and without any effect, though it will be meant to have one. */
    record Useless(String warning) implements Outcome {}

    record Refused(List<Finding> findings) implements Outcome {}
  }

  Outcome read(JsonNode json) {
    if (!(json instanceof ObjectNode object)
        || !object.path("apiVersion").isTextual()
        || !object.path("kind").isTextual()) {
      return refused("", "isn't a Kubernetes object: it needs apiVersion and kind");
    }
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    return switch (Kinds.of(apiVersion, kind)) {
      case Kinds.Read read -> read(object, kind, read);
      case Kinds.Skipped _ ->
          new Outcome.Left(kind + " is for a cluster and does nothing here: left out");
      case Kinds.Foreign _ ->
          new Outcome.Useless(kind + " is not read: routes are GatewayRoutes here");
      case Kinds.Unknown unknown -> refused("kind", unknown.message());
    };
  }

  private Outcome read(ObjectNode json, String kind, Kinds.Read read) {
    List<Finding> names = names(json, read.namespaced());
    if (!names.isEmpty()) {
      return new Outcome.Refused(names);
    }
    List<Finding> rules = check.check(json);
    if (!rules.isEmpty()) {
      return new Outcome.Refused(rules);
    }
    StrictReading.Reading<? extends HasMetadata> result = reading.read(json, read.type());
    HasMetadata value = result.value();
    if (value == null || !result.findings().isEmpty()) {
      return new Outcome.Refused(result.findings());
    }
    if (read.namespaced() && value.getMetadata().getNamespace() == null) {
      value.getMetadata().setNamespace("default");
    }
    ClusterObject object = read.reduce().apply(value);
    return object == null ? left(kind, json) : new Outcome.Taken(object);
  }

  private static Outcome left(String kind, ObjectNode json) {
    return switch (kind) {
      case "GatewayRoute" -> refused("", "has no spec");
      case "EndpointSlice" ->
          new Outcome.Useless(
              json.path("addressType").asText().equals("FQDN")
                  ? "an EndpointSlice of host names is never asked: give IP addresses, with"
                      + " addressType IPv4 or IPv6"
                  : "the EndpointSlice belongs to no Service: it needs the label "
                      + Reduction.SERVICE_NAME);
      default -> new Outcome.Left("");
    };
  }

  private static List<Finding> names(ObjectNode json, boolean namespaced) {
    JsonNode meta = json.path("metadata");
    if (!meta.isObject() || !meta.has("name")) {
      return List.of(new Finding("metadata", "needs metadata.name"));
    }
    if (!meta.path("name").isTextual()) {
      return List.of(new Finding("metadata.name", "has to be a text: write it in quotes"));
    }
    String name = meta.path("name").asText();
    if (name.length() > 253 || !NAME.matcher(name).matches()) {
      return List.of(new Finding("metadata.name", "not a name that Kubernetes takes: " + name));
    }
    if (namespaced && meta.has("namespace")) {
      String namespace = meta.path("namespace").asText();
      if (!LABEL.matcher(namespace).matches()) {
        return List.of(
            new Finding(
                "metadata.namespace", "not a namespace that Kubernetes takes: " + namespace));
      }
    }
    return List.of();
  }

  private static Outcome refused(String path, String message) {
    return new Outcome.Refused(List.of(new Finding(path, message)));
  }
}
