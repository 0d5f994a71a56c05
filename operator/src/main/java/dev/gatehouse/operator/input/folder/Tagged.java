package dev.gatehouse.operator.input.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A scalar as JSON, by its tag: {@code !!int "1"} is a number, quotes or not. */
final class Tagged {
  private static final String STANDARD = "tag:yaml.org,2002:";

  private Tagged() {}

  /** Null for what can't be what its tag says. */
  static @Nullable JsonNode read(ScalarNode scalar) {
    String text = scalar.getValue();
    String tag = scalar.getTag().getValue();
    if (scalar.getTag().equals(YamlWords.WORD)) {
      return Scalars.isBeyondJson(text) ? null : Scalars.plain(text);
    }
    JsonNode plain = Scalars.plain(text);
    return switch (tag.startsWith(STANDARD) ? tag.substring(STANDARD.length()) : "") {
      case "null" -> plain.isNull() ? plain : null;
      case "bool" -> plain.isBoolean() ? plain : null;
      case "int" -> plain.isIntegralNumber() ? plain : null;
      case "float" -> plain.isNumber() ? plain : null;
      case "binary" -> binary(text);
      default -> TextNode.valueOf(text);
    };
  }

  private static @Nullable JsonNode binary(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
