package dev.gatehouse.e2e.cluster;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What Prometheus' own discovery would find in a namespace, with the same labels. Debian's
 * Prometheus is built without it, but reads such targets from a file; which of them it scrapes is
 * up to its relabelings all the same.
 */
final class Targets {
  private static final String META = "__meta_kubernetes_";

  private Targets() {}

  /** All endpoints of all Services, as a file for {@code file_sd_configs}. */
  static List<Map<String, Object>> in(KubernetesClient client, String namespace) {
    return client.services().inNamespace(namespace).list().getItems().stream()
        .flatMap(service -> of(client, service))
        .toList();
  }

  private static Stream<Map<String, Object>> of(KubernetesClient client, Service service) {
    return client
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(service.getMetadata().getNamespace())
        .withLabel("kubernetes.io/service-name", service.getMetadata().getName())
        .list()
        .getItems()
        .stream()
        .flatMap(slice -> of(service, slice));
  }

  private static Stream<Map<String, Object>> of(Service service, EndpointSlice slice) {
    return slice.getEndpoints().stream()
        .flatMap(endpoint -> slice.getPorts().stream().map(port -> of(service, endpoint, port)));
  }

  private static Map<String, Object> of(Service service, Endpoint endpoint, EndpointPort port) {
    var labels = new TreeMap<String, String>();
    labels.put(META + "namespace", service.getMetadata().getNamespace());
    labels.put(META + "service_name", service.getMetadata().getName());
    labels.put(META + "pod_name", endpoint.getTargetRef().getName());
    labels.put(META + "endpoint_port_name", port.getName());
    service.getMetadata().getLabels().forEach((name, value) -> labels.put(ofService(name), value));
    return Map.of(
        "targets",
        List.of(endpoint.getAddresses().getFirst() + ":" + port.getPort()),
        "labels",
        labels);
  }

  /** The name under which relabelings find a label of a Service. */
  static String ofService(String label) {
    return META + "service_label_" + label.replaceAll("[./-]", "_");
  }
}
