package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.ConnectionCut;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A line of JSON for each exchange, written by a thread of its own. An event loop only appends to a
 * queue; where the writer can't follow, lines are dropped and counted, and no request waits. Of
 * what is refused before it is an exchange there are a few lines a second, which say how many were
 * left out.
 */
public final class AccessLog implements Observer, AutoCloseable {
  private static final long IDLE_NANOS = 50_000_000;

  /** Of each reason in a second: they cost a client next to nothing. */
  private static final int REFUSALS = 10;

  private final ConcurrentLinkedQueue<LogLine> queue = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<String, Sample> samples = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final int capacity;
  private final int oneIn;
  private final OutputStream out;
  private final InstantSource clock;
  private final Counter written;
  private final Counter dropped;
  private final Thread writer;
  private volatile boolean closed;

  /**
   * @param out written to and flushed by the writer alone; not closed
   * @param oneIn how many exchanges stand behind a line, 1 for every one
   * @param capacity lines that wait for the writer at most
   */
  public AccessLog(
      OutputStream out, int oneIn, int capacity, InstantSource clock, MeterRegistry registry) {
    this.out = out;
    this.oneIn = oneIn;
    this.capacity = capacity;
    this.clock = clock;
    this.written = counter(registry, "gatehouse.access.log.lines", "Lines written");
    this.dropped =
        counter(
            registry, "gatehouse.access.log.dropped", "Lines dropped, since the writer was behind");
    this.writer = Thread.ofPlatform().daemon().name("access-log").start(this::write);
  }

  @Override
  public void finished(Exchange exchange, Outcome outcome) {
    if (oneIn > 1 && ThreadLocalRandom.current().nextInt(oneIn) != 0) {
      return;
    }
    offer(LogEntry.of(clock.millis(), exchange, outcome));
  }

  @Override
  public void refused(String peer, Reason reason, int status, @Nullable String detail) {
    refused(peer, reason.name(), status, detail);
  }

  @Override
  public void tunnelOpened() {}

  @Override
  public void tunnelClosed() {}

  @Override
  public void connectionCut(String peer, ConnectionCut why) {
    refused(peer, why.name(), 0, null);
  }

  private void refused(String peer, String reason, int status, @Nullable String detail) {
    long now = clock.millis();
    long leftOut = samples.computeIfAbsent(reason, _ -> new Sample(REFUSALS)).take(now);
    if (leftOut >= 0) {
      offer(new RefusalEntry(now, peer, status, reason, detail, leftOut));
    }
  }

  @Override
  public void connectionOpened(Side side) {}

  @Override
  public void connectionClosed(Side side) {}

  @Override
  public void started(Exchange exchange) {}

  /** Writes what waits, then ends. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(writer);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void offer(LogLine entry) {
    if (waiting.incrementAndGet() > capacity) {
      waiting.decrementAndGet();
      dropped.increment();
      return;
    }
    queue.add(entry);
  }

  private void write() {
    var format = new LogFormat();
    while (true) {
      boolean last = closed;
      try {
        writeWaiting(format);
      } catch (IOException e) {
        // The disk is full or the pipe is gone. The lines are lost; the next batch tries again.
        dropped.increment();
      }
      if (last) {
        return;
      }
      LockSupport.parkNanos(IDLE_NANOS);
    }
  }

  private void writeWaiting(LogFormat format) throws IOException {
    @Nullable LogLine entry = queue.poll();
    boolean any = entry != null;
    while (entry != null) {
      waiting.decrementAndGet();
      format.write(entry, out);
      written.increment();
      entry = queue.poll();
    }
    if (any) {
      out.flush();
    }
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
