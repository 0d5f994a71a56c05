package dev.gatehouse.operator.view;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that translation looks at, reduced to what it needs. */
public sealed interface ClusterObject {
  ObjectKey key();

  /**
   * A route of any kind that a source can read.
   *
   * @param uid tells it from an earlier or later object of its name; empty in a folder
   * @param created seconds since 1970; 0 where unknown
   * @param spec what its source understands, for GatewayRoute a {@code GatewayRouteSpec}; or an
   *     {@link Unreadable}
   * @param lastGood the newest spec known to be valid, from the object's own status; null if there
   *     is none
   */
  record RouteObject(
      ObjectKey key,
      String uid,
      long created,
      long generation,
      Object spec,
      @Nullable LastGood lastGood)
      implements ClusterObject {
    /** One of which nothing tells it from another of its name. */
    public RouteObject(
        ObjectKey key, long created, long generation, Object spec, @Nullable LastGood lastGood) {
      this(key, "", created, generation, spec, lastGood);
    }

    /** Whether the other is this very object, edited or not, and not just one of its name. */
    public boolean isSameAs(RouteObject other) {
      return key.equals(other.key) && uid.equals(other.uid);
    }
  }

  /**
   * Stands for a spec that doesn't fit the type which this version has for it.
   *
   * @param problem which field doesn't, and what it has to be
   */
  record Unreadable(String problem) {}

  /** A valid generation of a route and its spec. */
  record LastGood(long generation, Object spec) {}

  /**
   * A Service.
   *
   * @param type like {@code ClusterIP} or {@code ExternalName}
   */
  record ServiceObject(ObjectKey key, String type, List<ServicePort> ports)
      implements ClusterObject {
    public ServiceObject {
      ports = List.copyOf(ports);
    }
  }

  /**
   * A port of a Service.
   *
   * @param name empty where it has none
   * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}: one number may be there for each
   */
  record ServicePort(String name, int port, String protocol, @Nullable String appProtocol) {
    /** One that says nothing of its application's protocol. */
    public static ServicePort tcp(String name, int port) {
      return new ServicePort(name, port, "TCP", null);
    }

    public boolean isTcp() {
      return protocol.equals("TCP");
    }
  }

  /** One EndpointSlice of a Service. */
  record SliceObject(
      ObjectKey key, String service, List<SlicePort> ports, List<SliceEndpoint> endpoints)
      implements ClusterObject {
    public SliceObject {
      ports = List.copyOf(ports);
      endpoints = List.copyOf(endpoints);
    }
  }

  /**
   * A TCP port of a slice, named as the Service's port is.
   *
   * @param port the pods' own port
   */
  record SlicePort(String name, int port) {
    public static final int MAX = 65535;

    /** Whether anybody can listen there; the API server lets others through. */
    public boolean isValid() {
      return port > 0 && port <= MAX;
    }
  }

  /** Addresses of one pod, with its conditions as Kubernetes' API reads absent ones. */
  record SliceEndpoint(
      List<String> addresses, boolean ready, boolean serving, boolean terminating) {
    public SliceEndpoint {
      addresses = List.copyOf(addresses);
    }
  }

  /** A ReferenceGrant: who may refer to what in its namespace. */
  record GrantObject(ObjectKey key, List<GrantFrom> from, List<GrantTo> to)
      implements ClusterObject {
    public GrantObject {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }
  }

  /** Who may refer. */
  record GrantFrom(String group, String kind, String namespace) {}

  /** To what; a null name means every object of that kind. */
  record GrantTo(String group, String kind, @Nullable String name) {}

  /** A Namespace's annotations. */
  record NamespaceObject(ObjectKey key, Map<String, String> annotations) implements ClusterObject {
    public NamespaceObject {
      annotations = Map.copyOf(annotations);
    }
  }
}
