package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resources to canonical bytes and back. Canonical: one line of JSON, UTF-8, no spaces, {@code
 * kind} or {@code type} first and the other properties by name, absent where null.
 */
public final class ResourceCodec {
  static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withConfigOverride(
              List.class,
              list -> list.setSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL)))
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addModule(
              new SimpleModule()
                  .addDeserializer(String.class, new SharedStrings())
                  .addDeserializer(ResourceId.class, new SharedIds()))
          .build();

  private static final ObjectReader RESOURCES = JSON.readerFor(Resource.class);

  private ResourceCodec() {}

  public static Encoded encode(Resource resource) {
    try {
      // As the interface, or Jackson leaves the kind out.
      return new Encoded(resource.id(), JSON.writerFor(Resource.class).writeValueAsBytes(resource));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't write " + resource.id(), e);
    }
  }

  /**
   * Reads a resource for a reader with these features. Unknown fields are errors, but for those
   * below {@code advisory}, which no record has yet: a newer writer that means something by a field
   * lists a feature for it.
   */
  public static Decoded decode(Encoded encoded, Set<String> features) {
    Resource known = readKnown(encoded, features);
    return known == null ? inspect(encoded, features) : new Decoded.Known(known);
  }

  /** Straight from the bytes, as nearly every resource can be; null where more is to be said. */
  private static @Nullable Resource readKnown(Encoded encoded, Set<String> features) {
    try {
      Resource resource =
          RESOURCES.withAttribute(SharedIds.KNOWN, encoded.id()).readValue(encoded.bytes());
      return resource != null
              && resource.id().equals(encoded.id())
              && features.containsAll(resource.requires())
          ? resource
          : null;
    } catch (IOException | IllegalArgumentException | NullPointerException _) {
      return null;
    }
  }

  /** By way of a tree, which tells of a resource that can't be read what it is. */
  private static Decoded inspect(Encoded encoded, Set<String> features) {
    JsonNode tree;
    try {
      tree = JSON.readTree(encoded.bytes());
    } catch (IOException e) {
      return new Decoded.Malformed(encoded.id(), oneLine(e));
    }
    try {
      List<String> missing = missing(tree, features);
      if (!missing.isEmpty()) {
        return unsupported(encoded.id(), tree, missing);
      }
      if (tree instanceof ObjectNode object) {
        object.remove("advisory");
      }
      Resource resource = JSON.treeToValue(tree, Resource.class);
      return resource != null && resource.id().equals(encoded.id())
          ? new Decoded.Known(resource)
          : new Decoded.Malformed(encoded.id(), "its id inside differs from the one outside");
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      return malformed(encoded.id(), tree, oneLine(e));
    }
  }

  /** The id that a resource's bytes claim. */
  static ResourceId idOf(byte[] bytes) throws IOException {
    String id = null;
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("a resource is a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isId = parser.currentName().equals("id");
        if (parser.nextToken() == JsonToken.VALUE_STRING && isId) {
          id = parser.getText();
        }
        parser.skipChildren();
      }
      // On to the end, for what is wrong behind it.
      if (parser.nextToken() != null) {
        throw new IOException("something follows the resource");
      }
    }
    if (id == null) {
      throw new IOException("a resource without an id");
    }
    return new ResourceId(id);
  }

  private static List<String> missing(JsonNode tree, Set<String> features) {
    var missing = new ArrayList<String>();
    for (JsonNode feature : tree.path("requires")) {
      if (!features.contains(feature.asText())) {
        missing.add(feature.asText());
      }
    }
    return missing;
  }

  private static Decoded unsupported(ResourceId id, JsonNode tree, List<String> missing)
      throws IOException {
    if (!tree.path("kind").asText().equals("Route")) {
      return new Decoded.UnsupportedOther(id, missing);
    }
    return new Decoded.UnsupportedRule(id, RuleHead.read(tree), missing);
  }

  private static Decoded malformed(ResourceId id, JsonNode tree, String message) {
    if (!tree.path("kind").asText().equals("Route")) {
      return new Decoded.Malformed(id, message);
    }
    try {
      return new Decoded.MalformedRule(id, RuleHead.read(tree), message);
    } catch (IOException _) {
      return new Decoded.Malformed(id, message);
    }
  }

  /** What is wrong and, where Jackson knows it, in which field. */
  static String oneLine(Exception e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    String line = String.valueOf(message).lines().findFirst().orElse("unreadable");
    return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
        ? field(mapping.getPath()) + ": " + line
        : line;
  }

  private static String field(List<JsonMappingException.Reference> path) {
    var field = new StringBuilder();
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() == null) {
        field.append('[').append(step.getIndex()).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return field.toString();
  }
}
