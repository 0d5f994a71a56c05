package dev.gatehouse.cli.run;

import dev.gatehouse.dataplane.admin.ListenFailure;
import java.io.IOException;

/** A port that can't be listened at: somebody else's, or one that needs more rights. */
public final class UnusablePort extends IOException {
  private static final long serialVersionUID = 1L;

  private UnusablePort(String message, IOException cause) {
    super(message, cause);
  }

  /** The failure in the words of the command line, where it is about a port that was chosen. */
  static IOException of(ListenFailure failure, LocalGateway.Options options) {
    return switch (failure.listener()) {
      case TRAFFIC -> of(failure, options.httpPort(), "--http-port");
      case OBSERVE -> of(failure, options.adminPort(), "--admin-port");
      case PUSH -> failure;
    };
  }

  private static IOException of(ListenFailure failure, int port, String option) {
    if (failure.isForbidden()) {
      return new UnusablePort(
          "port %d needs rights that you don't have; choose one from 1024 on with %s"
              .formatted(port, option),
          failure);
    }
    if (failure.isAddressTaken()) {
      return new UnusablePort(
          "port %d is in use; stop what listens there, or choose another with %s"
              .formatted(port, option),
          failure);
    }
    return failure;
  }
}
