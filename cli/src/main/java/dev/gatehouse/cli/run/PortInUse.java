package dev.gatehouse.cli.run;

import dev.gatehouse.dataplane.admin.ListenFailure;
import java.io.IOException;

/** A port that somebody else listens on. */
public final class PortInUse extends IOException {
  private static final long serialVersionUID = 1L;

  private PortInUse(int port, String option, IOException cause) {
    super(
        "port %d is in use; stop what listens there, or choose another with %s"
            .formatted(port, option),
        cause);
  }

  /** The failure in the words of the command line, where it is about a port that was chosen. */
  static IOException of(ListenFailure failure, LocalGateway.Options options) {
    if (!failure.isAddressTaken()) {
      return failure;
    }
    return switch (failure.listener()) {
      case TRAFFIC -> new PortInUse(options.httpPort(), "--http-port", failure);
      case OBSERVE -> new PortInUse(options.adminPort(), "--admin-port", failure);
      case PUSH -> failure;
    };
  }
}
