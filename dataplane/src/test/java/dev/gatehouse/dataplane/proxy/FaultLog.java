package dev.gatehouse.dataplane.proxy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged of faults, in place of the console. */
public final class FaultLog extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());

  /** By the guards of requests, until it is closed. */
  public FaultLog() {
    this(Guard.class.getName());
  }

  /** By loggers whose names begin like this. */
  public FaultLog(String name) {
    logger = Logger.getLogger(name);
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
