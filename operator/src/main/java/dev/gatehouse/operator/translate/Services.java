package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.snapshot.Upstream;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a Service's port can be a backend, and why not. */
final class Services {
  private Services() {}

  /** What is wrong with it; null if it can be used. */
  static @Nullable Finding problem(ClusterView view, Target target) {
    if (!(view.get(target.service()) instanceof ServiceObject service)) {
      return new Finding("BackendNotFound", "there is no " + target.service());
    }
    if (service.type().equals("ExternalName")) {
      return new Finding(
          "InvalidKind",
          target.service()
              + " is of type ExternalName, whose name nobody here resolves; use a"
              + " Service with endpoints");
    }
    ServicePort port = port(service, target.port());
    if (port == null) {
      return noTcpPort(service, target);
    }
    return AppProtocols.read(port.appProtocol()) != null
        ? null
        : unsupported(
            target
                + " speaks \""
                + port.appProtocol()
                + "\"; backends are reached by "
                + AppProtocols.KNOWN);
  }

  /** The TCP port of this number; null if there is none. */
  static @Nullable ServicePort port(ServiceObject service, int number) {
    return service.ports().stream()
        .filter(port -> port.port() == number && port.isTcp())
        .findFirst()
        .orElse(null);
  }

  private static Finding noTcpPort(ServiceObject service, Target target) {
    for (ServicePort other : service.ports()) {
      if (other.port() == target.port()) {
        return unsupported(
            target + " is a " + other.protocol() + " port; backends are reached by TCP");
      }
    }
    return new Finding(
        "PortNotFound",
        target.service() + " has no port " + target.port() + "; " + portsOf(service));
  }

  private static Finding unsupported(String message) {
    return new Finding("UnsupportedProtocol", message);
  }

  private static String portsOf(ServiceObject service) {
    return service.ports().isEmpty()
        ? "it has none"
        : service.ports().stream()
            .map(port -> port.port() + (port.isTcp() ? "" : "/" + port.protocol()))
            .collect(Collectors.joining(", ", "it has ", ""));
  }

  /** What a port is spoken to by; HTTP/1.1 where there is no such port. */
  static Upstream.Protocol protocol(ClusterView view, Target target) {
    ServicePort port =
        view.get(target.service()) instanceof ServiceObject service
            ? port(service, target.port())
            : null;
    Upstream.Protocol known = port == null ? null : AppProtocols.read(port.appProtocol());
    return known == null ? Upstream.Protocol.HTTP1 : known;
  }
}
