package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The stable name of a resource within its fleet, like {@code route/shop/orders/list-orders}: its
 * kind, then what names it in the cluster. Kubernetes' names hold no slash, so parts never run into
 * each other.
 */
public record ResourceId(@JsonValue String value) implements Comparable<ResourceId> {
  private static final String ENDPOINTS = "endpoints/";

  @JsonCreator
  public ResourceId {
    if (value.isEmpty() || value.length() > 1024 || value.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException("not a resource id: \"" + value + "\"");
    }
  }

  /**
   * The id of one rule of a route; {@code kind} is the Kubernetes kind, lower case, so that two
   * kinds never clash.
   */
  public static ResourceId route(String kind, String namespace, String name, String rule) {
    return new ResourceId("route/" + kind + "/" + namespace + "/" + name + "/" + rule);
  }

  public static ResourceId upstream(String namespace, String service, int port) {
    return new ResourceId("upstream/" + namespace + "/" + service + "/" + port);
  }

  public static ResourceId endpoints(String namespace, String service, int port) {
    return new ResourceId(ENDPOINTS + namespace + "/" + service + "/" + port);
  }

  /** Whether it is one that {@link #endpoints} makes. */
  public boolean isOfEndpoints() {
    return value.startsWith(ENDPOINTS);
  }

  /**
   * Written out, as is the next: a snapshot's maps ask for little else, and a record's are slow.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceId that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(ResourceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
