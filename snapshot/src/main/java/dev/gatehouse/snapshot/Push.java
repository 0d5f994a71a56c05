package dev.gatehouse.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What the operator sends to a pod.
 *
 * @param base the hash of the snapshot that {@code delta} changes; null for a whole snapshot, which
 *     changes the empty one
 */
public record Push(String fleet, SnapshotVersion version, @Nullable String base, Delta delta) {
  public boolean isWhole() {
    return base == null;
  }
}
