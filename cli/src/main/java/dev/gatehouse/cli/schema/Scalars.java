package dev.gatehouse.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Bounds of strings and numbers. */
final class Scalars {
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private final List<SchemaProblem> problems;

  Scalars(List<SchemaProblem> problems) {
    this.problems = problems;
  }

  void check(JsonNode schema, JsonNode value, String at) {
    if (schema.has("enum") && !isIn(schema.path("enum"), value)) {
      String supported =
          StreamSupport.stream(schema.path("enum").spliterator(), false)
              .map(JsonNode::toString)
              .collect(Collectors.joining(", "));
      problems.add(
          new SchemaProblem(
              at, "Unsupported value: " + value + ": supported values: " + supported));
    }
    if (value.isTextual()) {
      text(schema, value.asText(), at);
    } else if (value.isNumber()) {
      number(schema, value, at);
    }
  }

  private static boolean isIn(JsonNode values, JsonNode value) {
    // 301 and 301.0 are one number to JSON.
    return StreamSupport.stream(values.spliterator(), false)
        .anyMatch(
            one ->
                one.equals(value)
                    || (one.isNumber()
                        && value.isNumber()
                        && one.doubleValue() == value.doubleValue()));
  }

  private void text(JsonNode schema, String text, String at) {
    int length = text.codePointCount(0, text.length());
    if (schema.has("maxLength") && length > schema.path("maxLength").asInt()) {
      int most = schema.path("maxLength").asInt();
      problems.add(
          new SchemaProblem(at, "Too long: may not be more than %d bytes".formatted(most)));
    }
    if (length < schema.path("minLength").asInt()) {
      int least = schema.path("minLength").asInt();
      invalid(at, text, "should be at least %d chars long".formatted(least));
    }
    JsonNode pattern = schema.path("pattern");
    if (pattern.isTextual()
        && !PATTERNS.computeIfAbsent(pattern.asText(), Pattern::compile).matcher(text).find()) {
      invalid(at, text, "should match '" + pattern.asText() + "'");
    }
  }

  private void number(JsonNode schema, JsonNode value, String at) {
    JsonNode most = schema.path("maximum");
    JsonNode least = schema.path("minimum");
    if (most.isNumber() && value.doubleValue() > most.doubleValue()) {
      invalid(at, value.asText(), "should be less than or equal to " + most.asLong());
    }
    if (least.isNumber() && value.doubleValue() < least.doubleValue()) {
      invalid(at, value.asText(), "should be greater than or equal to " + least.asLong());
    }
  }

  private void invalid(String at, String value, String should) {
    problems.add(
        new SchemaProblem(at, "Invalid value: \"%s\": %s in body %s".formatted(value, at, should)));
  }
}
