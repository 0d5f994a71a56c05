package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.Upstream;
import java.util.List;

/** A port of a Service, whether there is one or not. */
record Target(ObjectKey service, int port) {
  ResourceId upstreamId() {
    return ResourceId.upstream(service.namespace(), service.name(), port);
  }

  ResourceId endpointsId() {
    return ResourceId.endpoints(service.namespace(), service.name(), port);
  }

  Upstream upstream(Upstream.Protocol protocol) {
    List<String> requires =
        switch (protocol) {
          case HTTP1 -> List.of();
          case H2C -> List.of(Upstream.H2C_FEATURE);
        };
    return new Upstream(upstreamId(), requires, toString(), protocol, endpointsId());
  }

  @Override
  public String toString() {
    return service.namespace() + "/" + service.name() + ":" + port;
  }
}
