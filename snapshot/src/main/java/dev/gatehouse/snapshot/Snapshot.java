package dev.gatehouse.snapshot;

import java.util.Map;

/**
 * All that the pods of one fleet serve.
 *
 * @param resources not copied: the caller hands over a map that no longer changes (the operator's
 *     is persistent)
 */
public record Snapshot(String fleet, SnapshotVersion version, Map<ResourceId, Encoded> resources) {}
