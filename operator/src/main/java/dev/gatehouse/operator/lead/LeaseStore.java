package dev.gatehouse.operator.lead;

import org.jspecify.annotations.Nullable;

/**
 * Where the Lease is. Calls block, each for a bounded time, and throw an unchecked exception where
 * nobody knows what came of them.
 */
public interface LeaseStore {
  /** Null where there is no Lease. */
  @Nullable Stored read();

  /**
   * Writes over what was read.
   *
   * @param over null to make the Lease
   * @return null where somebody wrote, made or deleted it meanwhile; nothing has changed then
   */
  @Nullable Stored write(LeaseRecord record, @Nullable Stored over);
}
