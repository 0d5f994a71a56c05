package dev.gatehouse.snapshot;

import java.util.List;
import java.util.Objects;

/** The endpoints of an upstream that take new requests, sorted, each once. */
public record EndpointSet(ResourceId id, List<String> requires, List<Endpoint> endpoints)
    implements Resource {
  public EndpointSet {
    requires = List.copyOf(requires);
    endpoints = endpoints.stream().distinct().sorted().toList();
  }

  /**
   * Where a pod listens.
   *
   * @param address an IP address; IPv6 without brackets
   */
  public record Endpoint(String address, int port) implements Comparable<Endpoint> {
    public Endpoint {
      Objects.requireNonNull(address, "address");
    }

    @Override
    public int compareTo(Endpoint other) {
      int byAddress = address.compareTo(other.address);
      return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
      return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }
  }
}
