package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * When an answer was made, which each has to say, ours and a backend's that doesn't (RFC 9110,
 * section 6.6.1). Serves one event loop. Not thread-safe.
 */
public final class DateField {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private long second = Long.MIN_VALUE;
  private String value = "";

  public DateField(InstantSource clock) {
    this.clock = clock;
  }

  void addTo(Headers answer) {
    if (!answer.contains("date")) {
      answer.add("date", value());
    }
  }

  private String value() {
    long now = Math.floorDiv(clock.millis(), 1000);
    if (now != second) {
      second = now;
      value = FORMAT.format(clock.instant());
    }
    return value;
  }
}
