package dev.gatehouse.dataplane.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Encoded;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What a pod serves, for people. Kinds that this version knows to hold no secret are shown whole;
 * of any other, id, kind and the start of its hash.
 *
 * @param resources all of the snapshot
 */
public record ConfigDocument(String fleet, Ack ack, Collection<Encoded> resources) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  void write(OutputStream out) throws IOException {
    ObjectNode document = JSON.createObjectNode().put("fleet", fleet);
    document.set("version", JSON.valueToTree(ack.version()));
    document.put("restored", ack.restored());
    document.set("rejected", JSON.valueToTree(ack.rejected()));
    ArrayNode rules = document.putArray("rules");
    ArrayNode upstreams = document.putArray("upstreams");
    ArrayNode endpoints = document.putArray("endpoints");
    ArrayNode others = document.putArray("others");
    List<Encoded> sorted = resources.stream().sorted(Comparator.comparing(Encoded::id)).toList();
    for (Encoded resource : sorted) {
      JsonNode tree = tree(resource);
      switch (tree.path("kind").asText()) {
        case "Route" -> rules.add(tree);
        case "Upstream" -> upstreams.add(tree);
        case "Endpoints" -> endpoints.add(tree);
        default ->
            others
                .addObject()
                .put("id", resource.id().value())
                .put("kind", tree.path("kind").asText())
                .put("hash", resource.hash().substring(0, 8));
      }
    }
    JSON.writerWithDefaultPrettyPrinter().writeValue(out, document);
  }

  /** What can't be read was rejected, and is among the others. */
  private static JsonNode tree(Encoded resource) {
    try {
      return JSON.readTree(resource.bytes());
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }
}
