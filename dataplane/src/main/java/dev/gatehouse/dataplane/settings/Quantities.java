package dev.gatehouse.dataplane.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the Gateway API writes them (GEP-2257), sizes as Kubernetes does. */
final class Quantities {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");
  private static final Pattern PART = Pattern.compile("([0-9]{1,5})(ms|h|m|s)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,10})(Ki|Mi|Gi)?");

  private Quantities() {}

  static Duration duration(String text) {
    if (!DURATION.matcher(text).matches()) {
      throw new IllegalArgumentException("has to be a duration like 10s, 500ms or 1m30s");
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long amount = Long.parseLong(part.group(1));
      sum =
          switch (part.group(2)) {
            case "h" -> sum.plusHours(amount);
            case "m" -> sum.plusMinutes(amount);
            case "s" -> sum.plusSeconds(amount);
            default -> sum.plusMillis(amount);
          };
    }
    return sum;
  }

  /** At most 1 Gi: no buffer of ours is ever longer. */
  static int bytes(String text) {
    long bytes = size(text);
    if (bytes < 1 || bytes > 1L << 30) {
      throw new IllegalArgumentException("has to be a size from 1 to 1Gi, like 4096, 64Ki or 8Mi");
    }
    return (int) bytes;
  }

  /** Of what is never held as a whole; {@link Long#MAX_VALUE} for {@code none}. */
  static long bytesOrNone(String text) {
    if (text.equals("none")) {
      return Long.MAX_VALUE;
    }
    long bytes = size(text);
    if (bytes < 1 || bytes > 1L << 50) {
      throw new IllegalArgumentException(
          "has to be a size from 1 to 1048576Gi, like 64Ki, 8Mi or 10Gi, or none");
    }
    return bytes;
  }

  /** 0 for what is no size. */
  private static long size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return 0;
    }
    String unit = size.group(2);
    int shift = unit == null ? 0 : 10 * ("KMG".indexOf(unit.charAt(0)) + 1);
    return Long.parseLong(size.group(1)) << shift;
  }
}
