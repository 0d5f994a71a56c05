package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** How one of a backend's endpoints is chosen. */
public record LoadBalancer(@Nullable Type type, @Nullable HashOn hashOn) {
  /** The ways to choose; {@code RoundRobin} unless set. */
  public enum Type {
    RoundRobin,
    LeastRequest,
    ConsistentHash
  }
}
