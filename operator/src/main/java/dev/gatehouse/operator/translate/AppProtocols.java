package dev.gatehouse.operator.translate;

import dev.gatehouse.snapshot.Upstream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a Service's port says of itself in {@code appProtocol} (KEP-3726 for those of Kubernetes).
 */
final class AppProtocols {
  /** For people. */
  static final String KNOWN = "http, kubernetes.io/h2c or kubernetes.io/ws";

  private AppProtocols() {}

  /** Null where it is nothing that we speak. */
  static Upstream.@Nullable Protocol read(@Nullable String appProtocol) {
    String name = appProtocol == null ? "" : appProtocol.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "", "http", "kubernetes.io/ws" -> Upstream.Protocol.HTTP1;
      case "kubernetes.io/h2c" -> Upstream.Protocol.H2C;
      default -> null;
    };
  }
}
