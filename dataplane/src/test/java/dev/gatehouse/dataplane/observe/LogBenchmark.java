package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.MicroBenchmark;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import org.openjdk.jmh.annotations.Benchmark;

/** A line of the access log, from what the event loop keeps for it to the writer's last byte. */
public class LogBenchmark extends MicroBenchmark {
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
