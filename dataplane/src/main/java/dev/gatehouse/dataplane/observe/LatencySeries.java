package dev.gatehouse.dataplane.observe;

import java.util.concurrent.atomic.AtomicLongArray;

/** One latency histogram. */
final class LatencySeries {
  private final LatencyFamily family;
  private final byte[] label;

  /** Of each bucket by itself, then the sum of all times in nanoseconds. */
  private final AtomicLongArray counts;

  /**
   * @param label its value, escaped
   */
  LatencySeries(LatencyFamily family, byte[] label) {
    this.family = family;
    this.label = label;
    this.counts = new AtomicLongArray(family.buckets() + 1);
  }

  void record(long nanos) {
    counts.getAndIncrement(family.bucketOf(nanos));
    counts.getAndAdd(family.buckets(), nanos);
  }

  void write(Text text) {
    // After 292 years, which 10,000 open requests together take ten days for, the sum begins at 0
    // again. Prometheus takes that as it takes a restart.
    family.write(text, label, counts, counts.get(family.buckets()) & Long.MAX_VALUE);
  }
}
