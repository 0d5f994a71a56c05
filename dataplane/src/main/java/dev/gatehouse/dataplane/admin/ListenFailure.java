package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.BindException;
import java.util.function.Function;

/** A listener that could not be opened, most often since its port is taken. */
public final class ListenFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final Of of;

  /** The listeners of a pod. */
  public enum Of {
    /** For clients. */
    TRAFFIC,
    /** For the operator. */
    PUSH,
    /** For metrics and probes. */
    OBSERVE
  }

  ListenFailure(Of of, Listener address, Throwable cause) {
    super(
        "%s:%d can't be listened at: %s"
            .formatted(address.host(), address.port(), cause.getMessage()),
        cause);
    this.of = of;
  }

  /** Makes one of what went wrong. */
  static <T> Function<Throwable, Future<T>> of(Of of, Listener address) {
    return cause -> Future.failedFuture(new ListenFailure(of, address, cause));
  }

  /** Which one it is. */
  public Of listener() {
    return of;
  }

  /** Whether another process, or none at all, may have the address. */
  public boolean isAddressTaken() {
    return getCause() instanceof BindException && !isForbidden();
  }

  /** Whether the system keeps the port for others: those below 1024 are mostly root's. */
  public boolean isForbidden() {
    // The exception is that of a port in use; only its words tell.
    return getCause() instanceof BindException refused
        && "Permission denied".equals(refused.getMessage());
  }
}
