package dev.gatehouse.operator.view;

/** Which object: its kind, namespace (empty for those without) and name. */
public record ObjectKey(String kind, String namespace, String name)
    implements Comparable<ObjectKey> {
  public static ObjectKey service(String namespace, String name) {
    return new ObjectKey("Service", namespace, name);
  }

  @Override
  public int compareTo(ObjectKey other) {
    int byKind = kind.compareTo(other.kind);
    int byNamespace = byKind != 0 ? byKind : namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
