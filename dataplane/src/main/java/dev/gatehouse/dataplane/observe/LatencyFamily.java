package dev.gatehouse.dataplane.observe;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Latency histograms of one name, told apart by one label. They have few buckets: with 10,000
 * routes each is 10,000 lines of a scrape.
 */
final class LatencyFamily {
  private static final byte[] LABEL_END = Text.bytes("\"} ");

  static final LatencyFamily REQUESTS =
      new LatencyFamily(
          "gatehouse_request_duration_seconds",
          "From a request's head to the end of its answer, WebSockets left out",
          "route",
          millis(5, 10, 25, 50, 100, 250, 1000, 5000));
  static final LatencyFamily UPSTREAMS =
      new LatencyFamily(
          "gatehouse_upstream_duration_seconds",
          "From the choice of an endpoint to the head of its answer",
          "backend",
          millis(5, 25, 100, 500, 2500));

  private final long[] bounds;
  private final byte[] head;
  private final byte[] bucket;
  private final byte[][] bucketEnds;
  private final byte[] count;
  private final byte[] sum;

  private LatencyFamily(String name, String help, String label, long[] bounds) {
    this.bounds = bounds;
    this.head = Text.head(name, "histogram", help);
    this.bucket = Text.bytes(name + "_bucket{" + label + "=\"");
    this.bucketEnds = new byte[bounds.length + 1][];
    for (int i = 0; i < bounds.length; i++) {
      bucketEnds[i] = bucketEnd(Double.toString(bounds[i] / 1e9));
    }
    bucketEnds[bounds.length] = bucketEnd("+Inf");
    this.count = Text.bytes(name + "_count{" + label + "=\"");
    this.sum = Text.bytes(name + "_sum{" + label + "=\"");
  }

  int buckets() {
    return bucketEnds.length;
  }

  /** Into which bucket a time falls; the bounds belong to the buckets below them. */
  int bucketOf(long nanos) {
    int at = 0;
    while (at < bounds.length && nanos > bounds[at]) {
      at++;
    }
    return at;
  }

  void writeHead(Text text) {
    text.add(head);
  }

  /**
   * Writes one histogram. Its count is the sum of the buckets as they were read, so that the two
   * agree whatever is recorded meanwhile.
   *
   * @param counts of each bucket by itself
   * @param nanos sum of what was recorded
   */
  void write(Text text, byte[] label, AtomicLongArray counts, long nanos) {
    long all = 0;
    for (int i = 0; i < bucketEnds.length; i++) {
      all += counts.get(i);
      text.add(bucket).add(label).add(bucketEnds[i]).endLine(all);
    }
    text.add(count).add(label).add(LABEL_END).endLine(all);
    text.add(sum).add(label).add(LABEL_END).endLineInSeconds(nanos);
  }

  private static byte[] bucketEnd(String bound) {
    return Text.bytes("\",le=\"" + bound + "\"} ");
  }

  private static long[] millis(long... bounds) {
    return Arrays.stream(bounds).map(TimeUnit.MILLISECONDS::toNanos).toArray();
  }
}
