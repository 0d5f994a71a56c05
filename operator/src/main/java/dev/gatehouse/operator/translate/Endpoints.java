package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterObject.SliceEndpoint;
import dev.gatehouse.operator.view.ClusterObject.SliceObject;
import dev.gatehouse.operator.view.ClusterObject.SlicePort;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.EndpointSet.Endpoint;
import dev.gatehouse.snapshot.Upstream;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.PSet;

/**
 * The endpoints of a Service's port: those that are ready, of all its slices together. Where none
 * is, those that still serve while they terminate, as kube-proxy does (KEP-1669): the last pod of a
 * rollout rather answers than nobody.
 */
final class Endpoints {
  private final ClusterView view;

  Endpoints(ClusterView view) {
    this.view = view;
  }

  EndpointSet of(Target target) {
    var ready = new ArrayList<Endpoint>();
    var draining = new ArrayList<Endpoint>();
    ServicePort port =
        view.get(target.service()) instanceof ServiceObject service
            ? Services.port(service, target.port())
            : null;
    PSet<ObjectKey> slices = view.slices().get(target.service());
    if (port != null && slices != null) {
      slices.forEach(key -> collect(key, port, ready, draining));
    }
    return new EndpointSet(target.endpointsId(), List.of(), ready.isEmpty() ? draining : ready);
  }

  /** What they all speak. */
  Upstream.Protocol protocol(Target target) {
    return Services.protocol(view, target);
  }

  /** Ports go by name: slices may number one name differently, as their pods do. */
  private void collect(
      ObjectKey key, ServicePort port, List<Endpoint> ready, List<Endpoint> draining) {
    if (!(view.get(key) instanceof SliceObject slice)) {
      return;
    }
    for (SlicePort slicePort : slice.ports()) {
      if (!slicePort.name().equals(port.name()) || !slicePort.isValid()) {
        continue;
      }
      for (SliceEndpoint endpoint : slice.endpoints()) {
        if (endpoint.ready()) {
          collect(endpoint, slicePort.port(), ready);
        } else if (endpoint.serving() && endpoint.terminating()) {
          collect(endpoint, slicePort.port(), draining);
        }
      }
    }
  }

  private void collect(SliceEndpoint endpoint, int port, List<Endpoint> into) {
    for (String literal : endpoint.addresses()) {
      String address = Addresses.usable(literal, view.settings().localEndpoints());
      if (address != null) {
        into.add(new Endpoint(address, port));
      }
    }
  }
}
