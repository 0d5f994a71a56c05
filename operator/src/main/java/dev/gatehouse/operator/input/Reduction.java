package dev.gatehouse.operator.input;

import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.view.ClusterObject.GrantFrom;
import dev.gatehouse.operator.view.ClusterObject.GrantObject;
import dev.gatehouse.operator.view.ClusterObject.GrantTo;
import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ClusterObject.NamespaceObject;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterObject.SliceEndpoint;
import dev.gatehouse.operator.view.ClusterObject.SliceObject;
import dev.gatehouse.operator.view.ClusterObject.SlicePort;
import dev.gatehouse.operator.view.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1beta1.ReferenceGrant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Each kind's Kubernetes object, reduced. Whatever the API server lets through has a reduction:
 * absent parts become empty ones, never an exception.
 */
public final class Reduction {
  /** The label that says which Service an EndpointSlice belongs to. */
  public static final String SERVICE_NAME = "kubernetes.io/service-name";

  private Reduction() {}

  /** A route; null without a spec, which the schema refuses. */
  public static @Nullable RouteObject of(GatewayRoute route) {
    return route(route, route.getSpec(), route.getStatus());
  }

  /** The same, of parts that were read in some other way. */
  public static @Nullable RouteObject route(
      HasMetadata route, @Nullable Object spec, @Nullable GatewayRouteStatus status) {
    if (spec == null) {
      return null;
    }
    Long generation = route.getMetadata().getGeneration();
    return new RouteObject(
        key("GatewayRoute", route),
        text(route.getMetadata().getUid()),
        created(route.getMetadata()),
        generation == null ? 0 : generation,
        spec,
        lastGood(status));
  }

  public static ServiceObject of(Service service) {
    var spec = service.getSpec();
    return new ServiceObject(
        key("Service", service),
        spec == null || spec.getType() == null ? "ClusterIP" : spec.getType(),
        spec == null ? List.of() : some(spec.getPorts()).stream().map(Reduction::port).toList());
  }

  /**
   * A slice, but for ports of other protocols than TCP; null where it belongs to no Service, or
   * holds names instead of addresses: none of these is ever asked for.
   */
  public static @Nullable SliceObject of(EndpointSlice slice) {
    Map<String, String> labels = slice.getMetadata().getLabels();
    String service = labels == null ? null : labels.get(SERVICE_NAME);
    if (service == null || Objects.equals(slice.getAddressType(), "FQDN")) {
      return null;
    }
    return new SliceObject(
        key("EndpointSlice", slice),
        service,
        some(slice.getPorts()).stream()
            .filter(port -> port.getPort() != null && protocol(port.getProtocol()).equals("TCP"))
            .map(port -> new SlicePort(text(port.getName()), port.getPort()))
            .toList(),
        some(slice.getEndpoints()).stream().map(Reduction::endpoint).toList());
  }

  public static GrantObject of(ReferenceGrant grant) {
    var spec = grant.getSpec();
    return new GrantObject(
        key("ReferenceGrant", grant),
        spec == null
            ? List.of()
            : some(spec.getFrom()).stream()
                .map(
                    from ->
                        new GrantFrom(
                            text(from.getGroup()), text(from.getKind()), text(from.getNamespace())))
                .toList(),
        spec == null
            ? List.of()
            : some(spec.getTo()).stream()
                .map(to -> new GrantTo(text(to.getGroup()), text(to.getKind()), to.getName()))
                .toList());
  }

  public static NamespaceObject of(Namespace namespace) {
    Map<String, String> annotations = namespace.getMetadata().getAnnotations();
    return new NamespaceObject(
        key("Namespace", namespace), annotations == null ? Map.of() : annotations);
  }

  public static ObjectKey key(String kind, HasMetadata object) {
    ObjectMeta meta = object.getMetadata();
    return new ObjectKey(kind, text(meta.getNamespace()), text(meta.getName()));
  }

  private static @Nullable LastGood lastGood(@Nullable GatewayRouteStatus status) {
    return status == null || status.lastGood() == null
        ? null
        : new LastGood(status.lastGood().generation(), status.lastGood().spec());
  }

  private static ServicePort port(io.fabric8.kubernetes.api.model.ServicePort port) {
    return new ServicePort(
        text(port.getName()),
        port.getPort() == null ? 0 : port.getPort(),
        protocol(port.getProtocol()),
        port.getAppProtocol());
  }

  /** The API's default. */
  private static String protocol(@Nullable String given) {
    return given == null || given.isEmpty() ? "TCP" : given;
  }

  /**
   * The API says of conditions that are not there: {@code ready} and {@code serving} are to be
   * taken for true, {@code terminating} for false.
   */
  private static SliceEndpoint endpoint(Endpoint endpoint) {
    EndpointConditions conditions = endpoint.getConditions();
    Boolean ready = conditions == null ? null : conditions.getReady();
    Boolean serving = conditions == null ? null : conditions.getServing();
    Boolean terminating = conditions == null ? null : conditions.getTerminating();
    return new SliceEndpoint(
        some(endpoint.getAddresses()),
        !Boolean.FALSE.equals(ready),
        serving == null ? !Boolean.FALSE.equals(ready) : serving,
        Boolean.TRUE.equals(terminating));
  }

  private static long created(ObjectMeta meta) {
    String at = meta.getCreationTimestamp();
    if (at == null) {
      return 0;
    }
    try {
      return OffsetDateTime.parse(at).toEpochSecond();
    } catch (DateTimeParseException e) {
      return 0;
    }
  }

  private static <T> List<T> some(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
