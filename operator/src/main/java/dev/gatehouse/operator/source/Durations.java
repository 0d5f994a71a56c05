package dev.gatehouse.operator.source;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as the Gateway API writes them (GEP-2257): {@code 1h30m}, {@code 500ms}. */
public final class Durations {
  private static final Pattern WHOLE = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");
  private static final Pattern PART = Pattern.compile("([0-9]{1,5})(ms|h|m|s)");

  private Durations() {}

  /** In milliseconds; 0, which means no bound, where there is none or it can't be read. */
  static long millis(@Nullable String duration, Problems at) {
    if (duration == null) {
      return 0;
    }
    Optional<Duration> read = read(duration);
    if (read.isEmpty()) {
      at.add("\"" + duration + "\" is no duration; write it like 500ms, 10s or 1m30s");
    }
    return read.orElse(Duration.ZERO).toMillis();
  }

  /** Empty for what is none. */
  public static Optional<Duration> read(String duration) {
    if (!WHOLE.matcher(duration).matches()) {
      return Optional.empty();
    }
    long sum = 0;
    for (Matcher part = PART.matcher(duration); part.find(); ) {
      sum += Long.parseLong(part.group(1)) * unit(part.group(2));
    }
    return Optional.of(Duration.ofMillis(sum));
  }

  private static long unit(String name) {
    return switch (name) {
      case "h" -> 3_600_000;
      case "m" -> 60_000;
      case "s" -> 1_000;
      default -> 1;
    };
  }
}
