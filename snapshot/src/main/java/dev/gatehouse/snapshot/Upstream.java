package dev.gatehouse.snapshot;

import java.util.List;
import java.util.Objects;

/**
 * A port of a Service, as a place to send requests to.
 *
 * @param name for people: {@code namespace/service:port}
 * @param endpoints where it is found; a resource of its own, since it changes far more often
 */
public record Upstream(
    ResourceId id, List<String> requires, String name, Protocol protocol, ResourceId endpoints)
    implements Resource {
  /** Required by upstreams that speak {@link Protocol#H2C}. */
  public static final String H2C_FEATURE = "upstream.h2c/1";

  public Upstream {
    requires = List.copyOf(requires);
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(endpoints, "endpoints");
  }

  /** What the endpoints speak. */
  public enum Protocol {
    HTTP1,
    /** HTTP/2 in clear text, which both sides know beforehand (RFC 9113, section 3.3). */
    H2C
  }
}
