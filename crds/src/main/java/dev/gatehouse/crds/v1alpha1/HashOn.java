package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** What ConsistentHash hashes: exactly one is set. */
public record HashOn(
    @Nullable String header,
    @Nullable String cookie,
    @Nullable String queryParam,
    @Nullable Source source) {
  /** Sources without a name. */
  public enum Source {
    ClientIP,
    Path
  }
}
