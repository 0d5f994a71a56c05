package dev.gatehouse.dataplane.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The certificate of the push listener, and whom it kept out. */
public final class PushTlsMetrics {
  private final Counter taken;
  private final Counter failed;
  private final Counter refused;
  private volatile @Nullable Instant expires;

  public PushTlsMetrics(MeterRegistry registry) {
    taken = reloads(registry, "taken");
    failed = reloads(registry, "failed");
    refused =
        Counter.builder("gatehouse.push.tls.refused")
            .description("Connections and requests that were not the operator's")
            .register(registry);
    Gauge.builder(
            "gatehouse.push.tls.expiry.timestamp.seconds",
            () -> {
              Instant at = expires;
              return at == null ? Double.NaN : (double) at.getEpochSecond();
            })
        .description("When the push listener's certificate ends, in seconds since 1970")
        .strongReference(true)
        .register(registry);
  }

  /** A certificate is presented from now on. */
  public void taken(Instant ends) {
    expires = ends;
    taken.increment();
  }

  /** Files changed and can't be used. */
  public void failed() {
    failed.increment();
  }

  /** Somebody else than the operator was kept out. */
  public void refused() {
    refused.increment();
  }

  private static Counter reloads(MeterRegistry registry, String result) {
    return Counter.builder("gatehouse.push.tls.reloads")
        .description("Times that the files of the push listener's certificate had changed")
        .tag("result", result)
        .register(registry);
  }
}
