package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.SnapshotVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet should serve, and how far its pods are.
 *
 * @param version that is published to it; null where nothing was
 * @param resources how many these are: rules, upstreams and sets of endpoints
 * @param pods by name; none while another operator leads
 */
public record FleetReport(
    String name, @Nullable SnapshotVersion version, int resources, List<PodReport> pods) {
  public FleetReport {
    pods = List.copyOf(pods);
  }
}
