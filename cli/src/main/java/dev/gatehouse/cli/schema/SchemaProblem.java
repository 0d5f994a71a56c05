package dev.gatehouse.cli.schema;

/**
 * One thing that an object is refused for.
 *
 * @param path the field, like {@code spec.rules[0].name}; empty for the whole object
 */
public record SchemaProblem(String path, String message) {}
