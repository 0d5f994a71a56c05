package dev.gatehouse.cli.schema;

/**
 * One thing that an object is refused for.
 *
 * @param path the field, like {@code spec.rules[0].name}; empty for the whole object
 */
public record SchemaProblem(String path, String message) {
  /** The message with the field before it, unless it names the field itself. */
  String sentence() {
    return path.isEmpty() || message.contains(path) ? message : path + ": " + message;
  }
}
