package dev.gatehouse.operator.identity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Secret as it was read.
 *
 * @param version what a write is compared with; null where there is no such Secret
 */
public record Stored(@Nullable String version, Map<String, String> data) {
  /** There is none. */
  public static final Stored NONE = new Stored(null, Map.of());

  public Stored {
    data = Map.copyOf(data);
  }

  /** Not the data. */
  @Override
  public String toString() {
    return "Stored[" + version + ", " + data.keySet() + "]";
  }
}
