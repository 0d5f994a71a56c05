package dev.gatehouse.dataplane.proxy;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands around everything that happens to one request, whoever sets it going: the client, the
 * backend, a clock, or a filter that waited. What throws inside, be it a StackOverflowError, ends
 * this request alone and is logged here, once; the caller never sees it.
 */
final class Guard implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final String request;
  private final Runnable end;
  private final Runnable cut;

  /**
   * Makes one.
   *
   * @param request names it in the log
   * @param end ends the request in good order, if it hasn't ended
   * @param cut run where even that throws
   */
  Guard(String request, Runnable end, Runnable cut) {
    this.request = request;
    this.end = end;
    this.cut = cut;
  }

  @Override
  public void execute(Runnable step) {
    try {
      step.run();
    } catch (Throwable fault) {
      broken(fault);
    }
  }

  private void broken(Throwable fault) {
    try {
      end.run();
    } catch (Throwable another) {
      suppress(fault, another);
      try {
        cut.run();
      } catch (Throwable last) {
        suppress(fault, last);
      }
    }
    LOG.error("Request {} failed", request, fault);
  }

  /** A throwable can't suppress itself. */
  private static void suppress(Throwable fault, Throwable another) {
    if (!another.equals(fault)) {
      fault.addSuppressed(another);
    }
  }
}
