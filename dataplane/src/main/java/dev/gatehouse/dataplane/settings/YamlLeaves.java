package dev.gatehouse.dataplane.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML document as its leaves: {@code a: {b: 1}} is {@code a.b}. Lines are kept, for messages
 * that say where.
 */
final class YamlLeaves {
  /**
   * What stands at a key.
   *
   * @param line from 1
   * @param values one text, or the items of a list
   */
  record Leaf(int line, boolean list, List<String> values) {}

  /** The text is no YAML, or YAML of another shape. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(int line, String message) {
      super(line + ": " + message);
    }
  }

  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;
  private final Map<String, Leaf> leaves = new LinkedHashMap<>();

  private YamlLeaves(JsonParser parser) {
    this.parser = parser;
  }

  /** In the order in which they are written. */
  static Map<String, Leaf> of(String text) throws Unreadable {
    try (JsonParser parser = YAML.createParser(text)) {
      var document = new YamlLeaves(parser);
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        document.mapping("");
      } else if (first != null && !document.nothing(first)) {
        throw new Unreadable(document.line(), "the file has to be a mapping of keys to values");
      }
      if (first != null && parser.nextToken() != null) {
        throw new Unreadable(document.line(), "the file holds more than one document");
      }
      return document.leaves;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String message = e.getOriginalMessage().lines().findFirst().orElse("not YAML");
      throw new Unreadable(line, message);
    } catch (IOException e) {
      throw new Unreadable(1, String.valueOf(e.getMessage()));
    }
  }

  private void mapping(String path) throws IOException, Unreadable {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = path.isEmpty() ? parser.currentName() : path + "." + parser.currentName();
      int line = line();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT) {
        mapping(key);
      } else if (value == JsonToken.START_ARRAY) {
        leaves.put(key, new Leaf(line, true, items(key)));
      } else if (!nothing(value)) {
        leaves.put(key, new Leaf(line, false, List.of(parser.getText())));
      }
    }
  }

  private List<String> items(String key) throws IOException, Unreadable {
    var items = new ArrayList<String>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isScalarValue()) {
        throw new Unreadable(line(), key + ": its items have to be plain values");
      }
      items.add(parser.getText());
    }
    return items;
  }

  /** A key without a value is as good as absent. */
  private boolean nothing(JsonToken value) throws IOException {
    return value == JsonToken.VALUE_NULL
        || (value == JsonToken.VALUE_STRING && parser.getText().isEmpty());
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
