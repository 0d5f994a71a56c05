package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.observe.AccessLog;
import dev.gatehouse.dataplane.observe.Observers;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The access log and what it writes to, if it is on. */
final class LogOutput {
  private final @Nullable AccessLog log;
  private final OutputStream out;

  private LogOutput(@Nullable AccessLog log, OutputStream out) {
    this.log = log;
    this.out = out;
  }

  static LogOutput open(DataPlaneSettings.AccessLog settings, MeterRegistry registry)
      throws IOException {
    int oneIn =
        switch (settings.mode()) {
          case OFF -> 0;
          case ON -> 1;
          case SAMPLED -> settings.oneIn();
        };
    if (oneIn == 0) {
      return new LogOutput(null, OutputStream.nullOutputStream());
    }
    OutputStream file =
        settings.file().isEmpty()
            ? new FileOutputStream(FileDescriptor.out)
            : new FileOutputStream(settings.file(), true);
    var out = new BufferedOutputStream(file, 1 << 16);
    var log = new AccessLog(out, oneIn, settings.queue(), InstantSource.system(), registry);
    return new LogOutput(log, settings.file().isEmpty() ? OutputStream.nullOutputStream() : out);
  }

  /** The other observer, and then the log. */
  Observer after(Observer other) {
    return log == null ? other : new Observers(other, log);
  }

  /** Blocks until everything is written. */
  void close() {
    if (log != null) {
      log.close();
    }
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
