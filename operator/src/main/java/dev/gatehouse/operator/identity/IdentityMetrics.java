package dev.gatehouse.operator.identity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** When the certificates of the push channel end. */
final class IdentityMetrics {
  private final Counter failures;
  private volatile @Nullable Holdings holdings;

  IdentityMetrics(MeterRegistry registry) {
    failures =
        Counter.builder("gatehouse.operator.identity.failures")
            .description("Times that the Secrets of the push channel could not be read or written")
            .register(registry);
    expiry(
        registry,
        "authority",
        now -> now.certificates().isEmpty() ? null : now.certificates().getLast());
    expiry(
        registry, "operator", now -> now.operator() == null ? null : now.operator().certificate());
    expiry(
        registry,
        "dataplane",
        now -> now.dataPlane() == null ? null : now.dataPlane().certificate());
  }

  void failed() {
    failures.increment();
  }

  void held(Holdings now) {
    holdings = now;
  }

  private void expiry(
      MeterRegistry registry,
      String of,
      Function<Holdings, @Nullable X509Certificate> certificate) {
    Gauge.builder(
            "gatehouse.operator.identity.expiry.timestamp.seconds",
            () -> {
              Holdings now = holdings;
              X509Certificate found = now == null ? null : certificate.apply(now);
              return found == null
                  ? Double.NaN
                  : (double) found.getNotAfter().toInstant().getEpochSecond();
            })
        .description("When a certificate of the push channel ends, in seconds since 1970")
        .tag("certificate", of)
        .strongReference(true)
        .register(registry);
  }
}
