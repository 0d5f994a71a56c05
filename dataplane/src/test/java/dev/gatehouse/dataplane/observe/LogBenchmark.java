package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A line of the access log, from what the event loop keeps for it to the writer's last byte. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LogBenchmark {
  private final Exchange exchange = Exchanges.get("/catalogue/lamps");
  private final Outcome outcome = Exchanges.answered(Exchanges.rule(1), Exchanges.upstream(1));
  private final OutputStream out = OutputStream.nullOutputStream();
  private final LogFormat format = new LogFormat();
  private long millis = 1_764_230_400_000L;

  @Benchmark
  public void line() throws IOException {
    millis++;
    format.write(LogEntry.of(millis, exchange, outcome), out);
  }
}
