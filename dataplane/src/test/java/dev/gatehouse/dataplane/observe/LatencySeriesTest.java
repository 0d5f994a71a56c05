package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencySeriesTest {
  private final LatencySeries series =
      new LatencySeries(LatencyFamily.UPSTREAMS, Text.labelValue("shop/orders/80"));

  @Test
  void aTimeCountsInEveryBucketUpToWhoseBoundItTook() throws IOException {
    series.record(0);
    series.record(TimeUnit.MILLISECONDS.toNanos(5));
    series.record(TimeUnit.MILLISECONDS.toNanos(5) + 1);
    series.record(TimeUnit.MILLISECONDS.toNanos(100));
    series.record(TimeUnit.SECONDS.toNanos(60));

    assertEquals(
        """
        # HELP gatehouse_upstream_duration_seconds From the choice of an endpoint to the head of its answer
        # TYPE gatehouse_upstream_duration_seconds histogram
        gatehouse_upstream_duration_seconds_bucket{backend="shop/orders/80",le="0.005"} 2
        gatehouse_upstream_duration_seconds_bucket{backend="shop/orders/80",le="0.025"} 3
        gatehouse_upstream_duration_seconds_bucket{backend="shop/orders/80",le="0.1"} 4
        gatehouse_upstream_duration_seconds_bucket{backend="shop/orders/80",le="0.5"} 4
        gatehouse_upstream_duration_seconds_bucket{backend="shop/orders/80",le="2.5"} 4
        gatehouse_upstream_duration_seconds_bucket{backend="shop/orders/80",le="+Inf"} 5
        gatehouse_upstream_duration_seconds_count{backend="shop/orders/80"} 5
        gatehouse_upstream_duration_seconds_sum{backend="shop/orders/80"} 60.110000001
        """,
        written());
  }

  @Test
  void aSumThatOverflowsBeginsAnewAndIsNeverNegative() throws IOException {
    series.record(Long.MAX_VALUE);
    series.record(1_000_000_001);

    String page = written();

    assertEquals("1", page.substring(page.lastIndexOf(' ') + 1).strip());
  }

  private String written() throws IOException {
    var text = new Text();
    LatencyFamily.UPSTREAMS.writeHead(text);
    series.write(text);
    var out = new ByteArrayOutputStream();
    text.moveTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
