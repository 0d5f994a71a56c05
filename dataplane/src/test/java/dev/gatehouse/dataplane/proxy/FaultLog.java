package dev.gatehouse.dataplane.proxy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the guards of requests log, in place of the console. */
public final class FaultLog extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger(Guard.class.getName());
  private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());

  /** Listens until it is closed. */
  public FaultLog() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  public List<Throwable> faults() {
    return List.copyOf(faults);
  }

  @Override
  public void publish(LogRecord entry) {
    faults.add(entry.getThrown());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
