package dev.gatehouse.operator.source;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of route that this operator reads. */
public final class Sources {
  private final Map<String, RouteSource> byKind;

  public Sources(List<RouteSource> sources) {
    byKind =
        sources.stream()
            .collect(Collectors.toUnmodifiableMap(RouteSource::kind, Function.identity()));
  }

  /** Every kind that Gatehouse knows. */
  public static Sources standard() {
    return new Sources(List.of(new GatewayRouteSource()));
  }

  /** The source of a kind; null if no source reads it. */
  public @Nullable RouteSource of(String kind) {
    return byKind.get(kind);
  }
}
