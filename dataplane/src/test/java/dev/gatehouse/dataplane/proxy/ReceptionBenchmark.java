package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.MicroBenchmark;
import dev.gatehouse.dataplane.exchange.Headers;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;

/** A request's head, checked and made the one that is matched and forwarded. */
public class ReceptionBenchmark extends MicroBenchmark {
  private final Reception reception =
      new Reception(TestSettings.standard(), new SplittableRandom(1));
  private final Reception.Peer peer = new Reception.Peer("192.0.2.1", 40_000, 8080);

  @Benchmark
  public Reception.Received receive() {
    Headers fields =
        new Headers()
            .add("host", "shop.example")
            .add("user-agent", "benchmark")
            .add("accept", "*/*");
    var head = new RawHead("GET", "/catalogue/lamps?page=4", "HTTP/1.1", false, fields);
    return reception.receive(head, peer, 0);
  }
}
