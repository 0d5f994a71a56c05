package dev.gatehouse.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod's answer to a push, and to {@code GET /v1/snapshot}: what it serves now.
 *
 * @param version null for a pod that has no snapshot yet
 * @param rejected the resources of that version that the pod could not use; it serves the rest
 */
public record Ack(@Nullable SnapshotVersion version, List<Rejection> rejected) {
  public Ack {
    rejected = List.copyOf(rejected);
  }

  /**
   * A resource that the pod could not use.
   *
   * @param hash of the form that was refused
   * @param reason stable, like {@code UNSUPPORTED_FEATURE} or {@code INVALID_RESOURCE}
   */
  public record Rejection(ResourceId id, String hash, String reason, String message) {}
}
