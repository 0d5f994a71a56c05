package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod's answer to a push, and to {@code GET /v1/snapshot}: what it serves now.
 *
 * @param version null for a pod that has no snapshot yet
 * @param rejected the resources of that version that the pod could not use; it serves the rest
 * @param restored whether the pod took it from its disk when it started, and no push has confirmed
 *     since that it is still the one to serve; absent on the wire where it is false
 */
public record Ack(
    @Nullable SnapshotVersion version,
    List<Rejection> rejected,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        boolean restored) {
  public Ack {
    rejected = List.copyOf(rejected);
  }

  /** Of a snapshot that was pushed. */
  public Ack(@Nullable SnapshotVersion version, List<Rejection> rejected) {
    this(version, rejected, false);
  }

  /**
   * A resource that the pod could not use.
   *
   * @param hash of the form that was refused
   * @param reason stable, like {@code UNSUPPORTED_FEATURE} or {@code INVALID_RESOURCE}
   */
  public record Rejection(ResourceId id, String hash, String reason, String message) {}
}
