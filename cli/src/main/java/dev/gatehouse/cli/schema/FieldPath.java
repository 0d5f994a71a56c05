package dev.gatehouse.cli.schema;

/** Paths as Kubernetes writes them. */
final class FieldPath {
  private FieldPath() {}

  static String field(String object, String name) {
    return object.isEmpty() ? name : object + "." + name;
  }

  static String item(String list, int index) {
    return list + "[" + index + "]";
  }
}
