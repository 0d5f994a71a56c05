package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterView;
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
      return new Finding(
          "PortNotFound",
          target.service() + " has no port " + target.port() + "; " + portsOf(service));
    }
    return speaksHttp(port.appProtocol())
        ? null
        : new Finding(
            "UnsupportedProtocol",
            target + " speaks \"" + port.appProtocol() + "\"; backends are reached by http");
  }

  static @Nullable ServicePort port(ServiceObject service, int number) {
    for (ServicePort port : service.ports()) {
      if (port.port() == number) {
        return port;
      }
    }
    return null;
  }

  private static String portsOf(ServiceObject service) {
    return service.ports().isEmpty()
        ? "it has none"
        : service.ports().stream()
            .map(port -> String.valueOf(port.port()))
            .collect(Collectors.joining(", ", "it has ", ""));
  }

  private static boolean speaksHttp(@Nullable String appProtocol) {
    return appProtocol == null || appProtocol.isEmpty() || appProtocol.equalsIgnoreCase("http");
  }
}
